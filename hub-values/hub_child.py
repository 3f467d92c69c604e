"""`python -B -E -S hub_child.py LOG program argument…`: become the program, its output appended to LOG.

The program ends with the hub that started it, so that a hub which is started again does not find a second one.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1

log, *command = sys.argv[1:]
ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
os.dup2(output, 1)
os.dup2(output, 2)
os.execv(command[0], command)
