"""`python -B -E -S logged.py FILE program argument…`: become the program, its output appended to the file."""

import os
import sys

output = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
os.dup2(output, 1)
os.dup2(output, 2)
os.execv(sys.argv[2], sys.argv[2:])
