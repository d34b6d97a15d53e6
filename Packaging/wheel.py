"""Makes a wheel of a folder that runs from anywhere: wheel.py FOLDER VERSION PLATFORM OUTPUT-FOLDER.

The program goes to where pip puts programs, its libraries and papers beside it, as in the folder
(https://packaging.python.org/en/latest/specifications/binary-distribution-format). The same folder gives the same bytes.
"""

import base64
import hashlib
import os
import pathlib
import sys
import time
import zipfile

folder, version, platform, output = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3], pathlib.Path(sys.argv[4])
tag = f"py3-none-{platform}"
info = f"hrscope-{version}.dist-info"
date = max(time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6], (1980, 1, 1, 0, 0, 0))

files = {}
for path in sorted(folder.rglob("*")):
    if path.is_file():
        name = path.relative_to(folder)
        kind = "scripts" if name.parts[0] == "bin" else "data"
        inside = name.relative_to("bin") if kind == "scripts" else name
        files[f"hrscope-{version}.data/{kind}/{inside}"] = (path.read_bytes(), kind == "scripts")

metadata = [
    "Metadata-Version: 2.1",
    "Name: hrscope",
    f"Version: {version}",
    "Summary: Interactive visualizer of HRNet in the terminal",
    "License: MIT",
    "Requires-Python: >=3.7",
    "Classifier: Environment :: Console :: Curses",
    "Classifier: Operating System :: POSIX :: Linux",
    "Classifier: Topic :: Scientific/Engineering :: Artificial Intelligence",
    "Description-Content-Type: text/markdown",
    "",
    "`hrscope` in a terminal opens the explorer; `hrscope --help` says the rest.",
    "",
]
wheel = ["Wheel-Version: 1.0", f"Generator: hrscope ({version})", "Root-Is-Purelib: false", f"Tag: {tag}", ""]
files[f"{info}/METADATA"] = ("\n".join(metadata).encode(), False)
files[f"{info}/WHEEL"] = ("\n".join(wheel).encode(), False)
files[f"{info}/LICENSE"] = (pathlib.Path("LICENSE").read_bytes(), False)


def digest(content):
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


record = [f"{name},sha256={digest(content)},{len(content)}" for name, (content, _) in files.items()]
files[f"{info}/RECORD"] = ("\n".join(record + [f"{info}/RECORD,,", ""]).encode(), False)

with zipfile.ZipFile(output / f"hrscope-{version}-{tag}.whl", "w") as archive:
    for name, (content, executable) in files.items():
        entry = zipfile.ZipInfo(name, date)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 3
        entry.external_attr = (0o100755 if executable else 0o100644) << 16
        archive.writestr(entry, content, compresslevel=9)
