"""The parts of the standard library and of the wheels that nothing in the program imports.

`tests/system/test_bundle.py` imports every module of the program from the bundle, and walks its journeys.
"""

from fnmatch import fnmatch

_STANDARD_LIBRARY = """
__hello__ __phello__ _aix_support _bootsubprocess _distutils_system_mod _osx_support aifc antigravity asynchat
asyncore bdb cProfile cgi cgitb chunk cmd code codeop compileall crypt ctypes curses dbm distutils doctest
filecmp fileinput ftplib getopt imaplib imghdr imp mailbox mailcap modulefinder multiprocessing nntplib
nturl2path optparse pdb pickletools pipes plistlib poplib profile pstats pty py_compile pyclbr pydoc
pydoc_data rlcompleter sched shelve sitecustomize smtpd smtplib sndhdr sqlite3 sunau symtable tabnanny tarfile
telnetlib test this timeit trace turtle unittest uu venv wave wsgiref xdrlib xml xmlrpc zipapp
"""
STANDARD_LIBRARY = frozenset(_STANDARD_LIBRARY.split())
"""Modules and packages of the standard library."""

_EXTENSIONS = """
_bz2 _crypt _ctypes _ctypes_test _curses _curses_panel _dbm _lsprof _lzma _multiprocessing _posixshmem
_sqlite3 _testbuffer _testcapi _testclinic _testimportmultiple _testinternalcapi _testmultiphase _uuid
_xxsubinterpreters _xxtestfuzz audioop nis ossaudiodev readline xxlimited xxlimited_35
"""
EXTENSIONS = frozenset(_EXTENSIONS.split())
"""Extension modules: those of tests, and those whose libraries are not bundled."""

WHEEL_FILES = (
    "*.c",
    "*.h",
    "*.pyi",
    "*/py.typed",
    "*.dist-info/*",  # METADATA and the licences are added by name
    "cffi/*",  # cryptography needs only _cffi_backend
    "cryptography/hazmat/bindings/_rust/*",
    "pydantic/v1/*",
    "pydantic/mypy.py",
    "pygments/formatters/[!_]*",
    "pygments/lexers/[!_pt]*",
    "pygments/lexers/p[!y]*",
    "pygments/lexers/t[!e]*",
    "pygments/styles/[!_dm]*",
    "textual/_markup_playground.py",
    "textual/demo/*",
    "textual/tree-sitter/*",
    "textual/widgets/_markdown*",
    "textual/widgets/markdown.py",
    "uvloop/*",
)
"""Patterns of paths within the wheels; ``*`` matches slashes too."""


def keeps_standard(path: str) -> bool:
    """Whether a file of the standard library is bundled, by its path below ``lib/python3.11``."""
    first, _, rest = path.partition("/")
    if first == "lib-dynload":
        return rest.partition(".")[0] not in EXTENSIONS
    is_test = any(part in ("test", "tests", "idlelib", "tkinter", "lib2to3") for part in path.split("/"))
    is_code = path.endswith(".py")
    return is_code and not is_test and first.removesuffix(".py") not in STANDARD_LIBRARY


def keeps_wheel_file(path: str) -> bool:
    """Whether a file of a wheel is bundled, by its path in the wheel."""
    return not any(fnmatch(path, pattern) for pattern in WHEEL_FILES)
