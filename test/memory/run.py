"""Runs one program of this folder and prints the peak of its resident memory in kB."""

import pathlib
import re
import runpy
import sys

runpy.run_path(str(pathlib.Path(__file__).with_name(sys.argv[1] + ".py")))
print(re.search(r"VmHWM:\s*(\d+)", pathlib.Path("/proc/self/status").read_text())[1])
