"""Every test runs on its own home; no test touches the hub of whoever runs it."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("ENTREPOT_HOME", tempfile.mkdtemp(prefix="entrepot-tests-"))
