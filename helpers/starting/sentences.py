"""What a learner reads when something is in the way: what happened, why, what to do next."""

import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROOM = 1000  # megabytes: .venv takes 450 to 600, the downloads the rest


class Trouble(Exception):
    """Shown to the learner as it is, without a traceback."""


TOO_OLD = "Ahoy needs Python {} or newer; this is Python {}.\n"
HAVE_NEWER = "This machine has a newer one. Run:  {} start.py {}"
GET_NEWER = (
    "Install a newer one (Debian, Ubuntu: sudo apt install python3 python3-venv;"
    " macOS, Windows: from python.org), then run the same command with it."
)
NO_NETWORK = (
    "Installing needs the network once, and the package index could not be reached.\n"
    "Check the connection (behind a proxy: set HTTPS_PROXY), then run the same command again."
)
DISK_FULL = (
    "The disk is full: the kit needs about {} MB in {}.\n"
    "Free some space, then run the same command again."
).format(ROOM, ROOT)
READ_ONLY = (
    "The folder {} cannot be written to, and the kit keeps its packages (.venv) there.\n"
    "Copy or clone the kit to a folder of your own, then run start.py there."
).format(ROOT)
CERTIFICATE = (
    "The package index showed a certificate that this machine does not trust.\n"
    "Behind a company proxy, set PIP_CERT and SSL_CERT_FILE to the company's certificate;"
    " else see whether the clock is right."
)
ALTERED = (
    "A downloaded package is not the one in requirements.txt (its hash differs): it was refused.\n"
    "A mirror or a proxy may have changed it. Try another network, then run the same command again."
)
LONG_PATHS = (
    "Windows refused a path of more than 260 characters.\n"
    "Move the kit to a short folder such as C:\\ahoy, then run the same command again."
)
NO_VERSION = (
    "The package index does not have a version that requirements.txt asks for.\n"
    "If a mirror is set (PIP_INDEX_URL, UV_INDEX_URL, pip.conf), it may lag behind: do without it."
)
NO_ENSUREPIP = (
    "This Python cannot make a virtual environment: its ensurepip part is missing.\n"
    "Debian, Ubuntu: sudo apt install python3-venv  (or python{}.{}-venv)."
    " Then run the same command again."
)
NOT_OURS = (
    "There is a .venv in {} that start.py did not make, so it was left alone.\n"
    "Rename or remove it, then run the same command again."
).format(ROOT)
IN_USE = (
    "The old .venv could not be removed ({}).\n"
    "Stop every JupyterLab that runs from it, leave it (deactivate), then run the command again."
)

# What an installer or the system writes when it fails, the most telling first.
CAUSES = [
    (r"No space left on device|os error 28|not enough space|WinError 112|Disk quota", DISK_FULL),
    (r"Read-only file system|Permission denied|os error 13|os error 30|WinError 5\b", READ_ONLY),
    (r"DO NOT MATCH THE HASHES|Hash mismatch", ALTERED),
    (r"Windows Long Path", LONG_PATHS),
    (r"CERTIFICATE_VERIFY_FAILED|invalid peer certificate|certificate verify", CERTIFICATE),
    (
        r"Failed to establish a new connection|NewConnectionError|name resolution|dns error"
        r"|getaddrinfo|Connection refused|Connection reset|Network is (down|unreachable)"
        r"|timed out|error sending request|ProxyError|Failed to fetch",
        NO_NETWORK,
    ),
    (r"No matching distribution|not found in the package registry|no version of", NO_VERSION),
]


def explain(output, what):
    """The sentence for a failure, from what was written; the last lines where none fits."""
    for pattern, sentence in CAUSES:
        if re.search(pattern, output, re.IGNORECASE):
            return sentence
    tail = "\n".join("    " + line for line in output.strip().splitlines()[-8:])
    return "{} failed:\n{}\nRun the same command again: it starts afresh.".format(what, tail)
