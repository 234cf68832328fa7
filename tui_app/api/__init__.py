"""The wire: one read-only gateway, its signing, its envelopes, its errors."""
