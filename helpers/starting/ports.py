"""Which port JupyterLab gets, and who sits on a taken one. Loopback only."""

import json
import socket
import urllib.request

from .python import WINDOWS
from .sentences import Trouble

PORT = 8888


def choose_port(asked):
    """The port asked for (text), if it is free; with None the first free one from 8888 on."""
    if asked is None:
        return next((port for port in range(PORT, PORT + 50) if is_free(port)), 0)
    if not asked.isdigit() or not 1 <= int(asked) <= 65535:
        raise Trouble("--port {} is not a port: give a number from 1 to 65535.".format(asked))
    if not is_free(int(asked)):
        raise Trouble(
            "Port {} is taken by {}.\nStop that one, or leave --port out:"
            " then the next free port is used.".format(asked, who_is_there(asked))
        )
    return int(asked)


def is_free(port):
    with socket.socket() as probe:
        if not WINDOWS:  # as servers do: a connection that has just ended is no hindrance
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def who_is_there(port):
    """Who answers on a taken port, in words."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open("http://127.0.0.1:{}/api".format(port), timeout=1) as answer:
            version = json.loads(answer.read(1000).decode())["version"]
    except Exception:  # whatever a stranger answers, it is not Jupyter
        return "another program"
    return "another Jupyter server ({}), perhaps from an earlier start".format(version)
