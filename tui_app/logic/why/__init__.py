"""Why a run stands as it does."""
