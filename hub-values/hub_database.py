"""PostgreSQL for the hub, by a URL in the environment.

The password goes to libpq by a file (mode 0600, in the hub's own folder): JupyterHub logs the URL when it cannot
connect, and whatever the hub starts inherits its environment.
"""

import os
import sys
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError


def take_database_url(folder: Path) -> str | None:
    """Return the URL of NBDEV_DATABASE without its password, or None; end with the reason where nobody answers there."""
    text = os.environ.pop("NBDEV_DATABASE", None)
    if text is None:
        return None
    url = make_url(text)
    if url.password:
        file = folder / "database.pgpass"
        file.touch(mode=0o600)
        escaped = url.password.replace("\\", "\\\\").replace(":", "\\:")
        file.write_text(f"*:*:*:*:{escaped}\n")
        os.environ["PGPASSFILE"] = str(file)
    bare = url._replace(drivername="postgresql+psycopg2", password=None).render_as_string()
    try:
        create_engine(bare).connect().close()
    except OperationalError as error:
        said = [line for line in str(error.orig).splitlines() if not line.startswith("password retrieved from file")]
        sys.exit(f"nbdev: the hub's database cannot be used: {' '.join(said).strip()}")
    return bare
