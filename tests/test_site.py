"""serve(): the learner's own web site, as a browser, curl and Twilio see it."""

from __future__ import annotations

import contextlib
import gc
import http.client
import io
import logging
import os
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
import urllib3
from fastapi import FastAPI, Form, Request
from fastapi.responses import PlainTextResponse
from flask import Flask, Response, request
from hypothesis import given, settings
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from ahoy import AhoyError, World, begin
from ahoy.trace import Webhook
from helpers.site import NotAWebApp, SitePortTaken, running, serve, signed_url

TOKEN = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def no_site_left(monkeypatch):
    """Every site of a test is stopped after it."""
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    yield
    for site in running():
        site.stop()


@pytest.fixture
def http_pool():
    """A client that keeps connections open, as Twilio and browsers do."""
    with urllib3.PoolManager() as pool:
        yield pool


def app_that_says(words: str) -> Flask:
    """A Flask app with one page."""
    app = Flask("harbour")
    app.add_url_rule("/", view_func=lambda: words)
    return app


@pytest.fixture
def office():
    """An app with a page for each habit of a web site."""
    app = Flask("office")

    @app.post("/voice")
    def voice():
        return Response(f"<Response>{request.form['From']}</Response>", mimetype="text/xml")

    @app.post("/broken")
    def broken():
        berths = {}
        return berths["pier 4"]

    @app.get("/talks")
    def talks():
        print("printed by the handler")
        print("and this on stderr", file=sys.stderr)
        app.logger.warning("logged by the handler")
        return "done"

    @app.get("/leaves")
    def leaves():
        sys.exit("the handler wants to leave")

    @app.get("/empty")
    def empty():
        return "", 204

    @app.get("/piecemeal")
    def piecemeal():
        return Response(iter(["one ", "two ", "three"]))

    @app.get("/breaks-off")
    def breaks_off():
        def pieces():
            yield "one "
            raise RuntimeError("the tide is out")

        return Response(pieces())

    @app.post("/size")
    def size():
        return str(len(request.get_data()))

    return app


# --- one site ------------------------------------------------------------------------------


def test_a_site_answers_at_its_url(http_pool):
    """The URL has no slash at its end, so that a path can follow."""
    site = serve(app_that_says("Ahoy"))
    assert b"Ahoy" == http_pool.request("GET", site.url + "/").data
    assert f"http://127.0.0.1:{site.port}" == site.url


def test_a_site_is_told_in_words_that_never_change():
    """No port and no address, so that saved notebooks stay the same."""
    site = serve(app_that_says("Ahoy"), name="office")
    serving = repr(site)
    site.stop()
    assert ('site "office" is serving', 'site "office" has stopped') == (serving, repr(site))


def test_only_this_computer_reaches_a_site():
    """It listens on loopback and nowhere else."""
    site = serve(app_that_says("Ahoy"))
    assert "127.0.0.1" == site._server.socket.getsockname()[0]


def test_a_stopped_site_refuses_connections():
    """Nothing goes on answering unseen."""
    site = serve(app_that_says("Ahoy"))
    site.stop()
    site.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", site.port))


def test_the_trace_names_the_site(http_pool):
    """A webhook's lane is the site's name, not its port."""
    world = World(clock="virtual")
    begin(world)
    try:
        site = serve(app_that_says("<Response/>"), name="office")
        world.phones.get("+14155550123", "Alice")
        world.store.update(world.number, voice_url=site.url + "/", voice_method="GET")
        call = world.phones.find("+14155550123").calls(world.number.phone_number)
        world.settle(call.sid)
        assert {"office"} == {one.target for one in world.trace if isinstance(one, Webhook)}
    finally:
        begin(None)
        world.close()


# --- again, and side by side -----------------------------------------------------------------


def test_serving_again_replaces_the_old_app_at_the_same_url(http_pool):
    """A cell that is run again changes the site, and URLs that were set up stay good."""
    old = serve(app_that_says("old"))
    assert b"old" == http_pool.request("GET", old.url).data
    new = serve(app_that_says("new"))
    assert (old.url, b"new", False) == (
        new.url, http_pool.request("GET", old.url).data, old.is_serving)


def test_serving_again_on_a_fixed_port_replaces_the_old_app(http_pool):
    """The old site lets go of its port first."""
    port = serve(app_that_says("old")).port
    new = serve(app_that_says("new"), port=port)
    assert (port, b"new") == (new.port, http_pool.request("GET", new.url).data)


def test_two_names_are_two_sites(http_pool):
    """Each answers for itself."""
    sites = [serve(app_that_says(name), name=name) for name in ("office", "pier")]
    assert [b"office", b"pier"] == [http_pool.request("GET", one.url).data for one in sites]


def test_a_taken_port_is_named_with_the_remedy():
    """An ordinary error, and the other program goes on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SitePortTaken) as told:
            serve(app_that_says("Ahoy"), port=port)
        assert [] == running()
    assert (f"Port {port} is taken by another program on this computer, so the site was not "
            "started. Leave port= out and a free one is used, or stop that program."
            ) == str(told.value)


def test_a_port_that_was_lost_is_replaced(http_pool):
    """Without port=, a site moves when its old address was taken meanwhile."""
    old = serve(app_that_says("old"))
    old.stop()
    with socket.create_server(("127.0.0.1", old.port)):
        new = serve(app_that_says("new"))
        assert b"new" == http_pool.request("GET", new.url).data


def open_files() -> int:
    """How many this process has, where the system tells."""
    gc.collect()
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


def test_twenty_starts_and_stops_leave_nothing_behind():
    """No thread, no open file, and stdout as it was."""
    threads, files, out = set(threading.enumerate()), open_files(), sys.stdout
    with urllib3.PoolManager() as pool:
        for n in range(20):
            site = serve(app_that_says(str(n)))
            assert str(n).encode() == pool.request("GET", site.url).data
        site.stop()
    assert set() == set(threading.enumerate()) - threads
    assert (True, out) == (open_files() <= files, sys.stdout)


def test_a_handler_at_work_may_finish_when_the_site_is_replaced(http_pool):
    """A call in progress gets its answer from the old app."""
    working, go_on = threading.Event(), threading.Event()
    app = Flask("slow")

    @app.get("/")
    def slow():
        working.set()
        go_on.wait(5)
        return "finished"

    site = serve(app)
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(http_pool.request, "GET", site.url)
        working.wait(5)
        stopping = pool.submit(site.stop)
        time.sleep(0.1)
        go_on.set()
        stopping.result(5)
        assert b"finished" == answer.result(5).data


def test_a_handler_may_stop_its_own_site(http_pool):
    """And still answers."""
    app = Flask("last")
    app.add_url_rule("/", view_func=lambda: site.stop() or "bye")
    site = serve(app)
    assert (b"bye", False) == (http_pool.request("GET", site.url).data, site.is_serving)


# --- HTTP ------------------------------------------------------------------------------------


def test_a_connection_serves_many_requests(office):
    """Keep-alive: opening a connection for each request halves the speed."""
    site = serve(office)
    connection = http.client.HTTPConnection("127.0.0.1", site.port)
    seen = set()
    for path in ("/talks", "/piecemeal", "/empty", "/nowhere", "/talks"):
        connection.request("GET", path)
        connection.getresponse().read()
        seen.add(connection.sock.getsockname())
    connection.close()
    assert 1 == len(seen)


def test_forms_arrive_as_they_were_sent(office, http_pool):
    """As Twilio posts them."""
    site = serve(office)
    answer = http_pool.request("POST", site.url + "/voice",
                               body=urlencode({"From": "+14155550123"}),
                               headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert (200, "text/xml; charset=utf-8", b"<Response>+14155550123</Response>") == (
        answer.status, answer.headers["Content-Type"], answer.data)


@pytest.mark.parametrize(("method", "path", "status", "body"), [
    ("GET", "/piecemeal", 200, b"one two three"),
    ("HEAD", "/piecemeal", 200, b""),
    ("GET", "/empty", 204, b""),
    ("GET", "/nowhere", 404, None),
    ("GET", "/voice", 405, None),
])
def test_answers_of_every_kind_arrive_whole(office, http_pool, method, path, status, body):
    """With and without a body, with and without a known length."""
    answer = http_pool.request(method, serve(office).url + path)
    assert status == answer.status
    assert body is None or body == answer.data


@pytest.mark.parametrize("size", [0, 1, 70_000, 3_000_000])
def test_bodies_of_any_size_arrive_whole(office, http_pool, size):
    """Also more than is read ahead, and in pieces of unknown number."""
    url = serve(office).url + "/size"
    body = b"x" * size
    whole = http_pool.request("POST", url, body=body)
    pieces = http_pool.request("POST", url, body=iter([body, b"y"]), chunked=True)
    assert (str(size), str(size + 1)) == (whole.data.decode(), pieces.data.decode())


def raw(site, data: bytes) -> bytes:
    """What comes back for these bytes, until the other side closes."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=5) as connection:
        connection.sendall(data)
        with contextlib.suppress(OSError):  # it was refused, and is closed already
            connection.shutdown(socket.SHUT_WR)
        return b"".join(_received(connection))


def _received(connection):
    with contextlib.suppress(ConnectionResetError):
        while data := connection.recv(65_536):
            yield data


def test_two_requests_in_one_packet_get_two_answers(office):
    """The second is not lost with the first."""
    one = b"GET /talks HTTP/1.1\r\nHost: a\r\n\r\n"
    assert 2 == raw(serve(office), one + one).count(b"HTTP/1.1 200 OK")


def test_an_old_client_gets_an_answer_and_a_closed_connection(office):
    """HTTP/1.0 knows no chunks."""
    answer = raw(serve(office), b"GET /piecemeal HTTP/1.0\r\n\r\n")
    assert answer.endswith(b"\r\n\r\none two three")


def test_a_careful_client_is_told_to_go_on(office):
    """curl asks first when it sends much: without an answer it waits a second."""
    site = serve(office)
    with socket.create_connection(("127.0.0.1", site.port), timeout=5) as connection:
        connection.sendall(b"POST /size HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
                           b"Expect: 100-continue\r\n\r\n")
        assert b"HTTP/1.1 100 Continue\r\n\r\n" == connection.recv(1000)


@pytest.mark.parametrize("data", [
    b"\x16\x03\x01\x02\x00 https on a http port\r\n\r\n",
    b"POST /size HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    b"POST /size HTTP/1.1\r\nHost: a\r\nContent-Length: two\r\n\r\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
])
def test_nonsense_is_refused_and_harms_nobody(office, capsys, http_pool, data):
    """The site goes on, and nothing is printed."""
    site = serve(office)
    assert b"Error code: 4" in raw(site, data)
    assert b"done" == http_pool.request("GET", site.url + "/talks").data
    assert ("", "") == tuple(capsys.readouterr())


def test_many_ask_at_once(http_pool):
    """Each request has its own thread, and its own words in the log."""
    app = Flask("crowd")
    barrier = threading.Barrier(8, timeout=5)

    @app.get("/<int:n>")
    def one(n):
        barrier.wait()
        print(f"number {n}")
        return str(n)

    site = serve(app)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: urllib3.request("GET", f"{site.url}/{n}").data, range(8)))
    assert [str(n).encode() for n in range(8)] == answers
    assert {f"GET /{n} 200\n    number {n}" for n in range(8)} == {str(one) for one in site.log}


# --- the log ---------------------------------------------------------------------------------


def test_the_log_has_requests_and_what_handlers_said(office, http_pool):
    """A line for each request; beneath it, indented, what its handler said."""
    site = serve(office)
    assert "No request yet." == repr(site.log)
    http_pool.request("GET", site.url + "/talks?boat=Ada")
    http_pool.request("GET", site.url + "/nowhere")
    assert (
        "GET /talks?boat=Ada 200\n"
        "    printed by the handler\n"
        "    and this on stderr\n"
        "    WARNING: logged by the handler\n"
        "GET /nowhere 404"
    ) == str(site.log)


@pytest.fixture
def root_log():
    """A learner's logging.basicConfig(), as text."""
    shown = io.StringIO()
    handler = logging.StreamHandler(shown)
    logging.getLogger().addHandler(handler)
    yield shown
    logging.getLogger().removeHandler(handler)


def test_nothing_of_a_site_lands_in_a_cell(office, http_pool, capsys, root_log):
    """Prints, log lines, tracebacks and requests: all stay off stdout, stderr and the root log."""
    site = serve(office)
    for method, path in (("GET", "/talks"), ("POST", "/broken"), ("GET", "/leaves"),
                         ("GET", "/breaks-off")):
        try:
            http_pool.request(method, site.url + path, retries=False)
        except urllib3.exceptions.HTTPError:
            assert "/breaks-off" == path
    site.stop()
    assert ("", "", "") == (*capsys.readouterr(), root_log.getvalue())


def test_a_failing_handler_answers_500_and_the_log_says_why(office, http_pool):
    """In short: only the learner's own line, and the error. In full: on demand."""
    site = serve(office)
    assert 500 == http_pool.request("POST", site.url + "/broken").status
    line = office.view_functions["broken"].__code__.co_firstlineno + 3
    assert (
        "POST /broken 500\n"
        f"    test_site.py, line {line}, in broken: return berths[\"pier 4\"]\n"
        "    KeyError: 'pier 4'"
    ) == str(site.log)
    assert "Traceback (most recent call last)" in site.log.tracebacks[0]


@pytest.mark.parametrize("debug", [False, True])
def test_any_wsgi_app_that_fails_answers_500(http_pool, debug):
    """Without Flask's help, and with Flask's help switched off."""
    def bare(environ, start_response):
        raise OSError("no such boat")

    app = Flask("debug")
    app.debug = debug
    app.wsgi_app = bare
    site = serve(app if debug else bare)
    assert 500 == http_pool.request("GET", site.url).status
    assert str(site.log).endswith("OSError: no such boat")


def test_a_handler_that_wants_to_leave_is_a_failure_like_others(office, http_pool):
    """sys.exit() in a handler ends neither the site nor the connection without a word."""
    site = serve(office)
    assert 500 == http_pool.request("GET", site.url + "/leaves").status
    assert "SystemExit: the handler wants to leave" in str(site.log)


def test_an_answer_that_breaks_off_is_seen_as_broken(office, http_pool):
    """Half an answer must not look like a whole one."""
    site = serve(office)
    with pytest.raises(urllib3.exceptions.ProtocolError):
        http_pool.request("GET", site.url + "/breaks-off", retries=False)
    assert "RuntimeError: the tide is out" in str(site.log)


def test_a_talkative_site_does_not_fill_the_memory(http_pool):
    """Of requests the latest 200 are kept, of each one's words the first 20,000 characters."""
    app = Flask("talkative")
    app.add_url_rule("/<int:n>", view_func=lambda n: print("x" * 30_000) or str(n))
    site = serve(app)
    for n in range(210):
        http_pool.request("GET", f"{site.url}/{n}")
    assert (200, 10) == (len(site.log), int(next(iter(site.log)).path[1:]))
    assert all(len(str(one)) < 20_200 for one in site.log)


def test_a_log_can_be_forgotten(office, http_pool):
    """clear() empties it."""
    site = serve(office)
    http_pool.request("POST", site.url + "/broken")
    site.log.clear()
    assert ("No request yet.", 0, 0) == (str(site.log), len(site.log), len(site.log.tracebacks))


def test_a_captured_cell_takes_no_words_of_a_handler(office, http_pool):
    """Also while a cell's own output is being redirected, and after it was."""
    site = serve(office)
    with contextlib.redirect_stdout(io.StringIO()) as captured:
        http_pool.request("GET", site.url + "/talks")
    http_pool.request("GET", site.url + "/talks")
    assert ("", 2) == (captured.getvalue(), str(site.log).count("printed by the handler"))


def test_words_outside_a_request_are_printed_as_ever(office, capsys):
    """Only handlers are listened to."""
    serve(office)
    print("a cell's own words")
    office.logger.warning("an app's own words")
    assert ("a cell's own words\n", "WARNING: an app's own words\n") == tuple(capsys.readouterr())
    assert logging.getLogger("office").handlers


def test_control_characters_in_a_path_stay_out_of_the_log(office):
    """A path may hold what would steer a terminal."""
    site = serve(office)
    raw(site, b"GET /\x1b[31mred HTTP/1.1\r\nHost: a\r\n\r\n")
    assert "\x1b" not in str(site.log)


# --- what can't be served ---------------------------------------------------------------------


def view():
    """A view without an app."""


@pytest.mark.parametrize(("thing", "sentence"), [
    (None, "serve() can't serve None: it needs a WSGI app, such as app = Flask(__name__)."),
    (42, "serve() can't serve this int: it needs a WSGI app, such as app = Flask(__name__)."),
    ("app", "serve() needs the app itself, not the text 'app'. Write serve(app), where "
            "app = Flask(__name__)."),
    (Flask, "serve() needs an app, not the class Flask. Make one first: app = Flask(__name__)."),
    (view, "serve() can't serve view: a WSGI app is called with two things, environ and "
           "start_response. To serve a view, make it a part of an app: app = Flask(__name__), "
           'then app.post("/voice")(view).'),
])
def test_what_is_no_web_app_is_told_what_to_give(thing, sentence):
    """And the site of that name goes on."""
    old = serve(app_that_says("Ahoy"))
    with pytest.raises(NotAWebApp) as told:
        serve(thing)
    assert (sentence + " Nothing is served.", True) == (str(told.value), old.is_serving)


class ClassicApp:
    """A WSGI app in the form of a class, as PEP 3333 shows it."""

    def __init__(self, environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])

    def __iter__(self):
        yield b"classic"


def test_a_class_in_the_form_of_pep_3333_is_served(http_pool):
    """Its objects are answers."""
    assert b"classic" == http_pool.request("GET", serve(ClassicApp).url).data


@pytest.mark.parametrize("port", [-1, 65536, "5000", 5000.0, True, None])
def test_a_port_that_is_none_is_refused(port):
    """With what would be one."""
    with pytest.raises(AhoyError, match="give a whole number from 1 to 65535"):
        serve(app_that_says("Ahoy"), port=port)


@pytest.mark.parametrize("name", ["", "  ", None, 3])
def test_a_name_that_is_none_is_refused(name):
    """A site must be called something."""
    with pytest.raises(AhoyError, match='give a word, like name="office"'):
        serve(app_that_says("Ahoy"), name=name)


# --- signatures ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checking():
    """A site that says whether Twilio signed the URL that `signed_url` gives."""
    app = Flask("checking")

    @app.route("/", methods=["GET", "POST"])
    @app.route("/<path:path>", methods=["GET", "POST"])
    def check(path=""):
        validator = RequestValidator(TOKEN)
        url = signed_url(request, request.headers.get("X-Public"))
        signature = request.headers.get("X-Twilio-Signature", "")
        return {"valid": validator.validate(url, request.form, signature), "url": url}

    site = serve(app, name="checking")
    with urllib3.PoolManager() as pool:
        yield lambda target, url=None, **headers: ask(pool, site, target, url, headers)
    site.stop()


def ask(pool, site, target, url, headers):
    """Posts a form to `target`, signed as Twilio signs `url` (left out: the address asked)."""
    if not site.is_serving:
        site = serve(site.app, port=site.port, name="checking")
    form = {"CallSid": "CA" + "1" * 32, "From": "+14155550123"}
    signature = RequestValidator(TOKEN).compute_signature(url or site.url + target, form)
    connection = pool.connection_from_url(site.url)
    # urlopen would tidy the target up
    answer = connection.urlopen("POST", target, body=urlencode(form), headers={
        "Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature,
        **{name.replace("_", "-"): value for name, value in headers.items()}})
    return answer.json()


@pytest.mark.parametrize("target", [
    "/voice", "/", "/voice?Message%5B0%5D=Hi", "/voice?a=1%2C2", "/voice?a=%7Ebob&b=~bob",
    "/voice?name=Zo%C3%AB", "/Zo%C3%AB/%E2%9A%93", "/a%20b?c=d+e", "/a%2Fb", "/voice?a=&b&=c",
    "/voice?a=1&a=2", "/voice;v=1?x=a:b@c",
])
def test_a_good_signature_is_valid_whatever_the_url(checking, target):
    """Twilio signs the bytes of the wire, not what a framework makes of them."""
    answer = checking(target)
    assert answer["valid"], answer["url"]


def test_a_wrong_signature_is_invalid(checking):
    """The check can fail."""
    assert not checking("/voice", url="http://127.0.0.1/elsewhere")["valid"]


@pytest.mark.parametrize(("signed", "headers"), [
    ("https://example.com/voice?a=%2C", {"X_Public": "https://example.com"}),
    ("https://example.com/voice?a=%2C", {"X_Public": "https://example.com/"}),
    ("https://example.com/office/voice?a=%2C", {"X_Public": "https://example.com/office"}),
    ("https://example.com/voice?a=%2C",
     {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "example.com"}),
    ("https://example.com/voice?a=%2C",
     {"X_Forwarded_Proto": "https, http", "X_Forwarded_Host": "example.com, inner:8000"}),
    ("https://example.com/voice?a=%2C", {"X_Forwarded_Proto": "https", "Host": "example.com"}),
    ("https://example.com/voice?a=%2C",
     {"X_Public": "https://example.com", "X_Forwarded_Host": "other.example"}),
])
def test_behind_a_proxy_the_public_address_counts(checking, signed, headers):
    """First what was configured, then what proxies say, then the host that was asked."""
    answer = checking("/voice?a=%2C", url=signed, **headers)
    assert (True, signed) == (answer["valid"], answer["url"])


def test_the_environment_may_configure_the_public_address(checking, monkeypatch):
    """As in production, where PUBLIC_URL stands there."""
    monkeypatch.setenv("PUBLIC_URL", "https://example.com/")
    assert checking("/voice", url="https://example.com/voice")["valid"]


ENVIRON = {"wsgi.url_scheme": "http", "HTTP_HOST": "example.com", "SCRIPT_NAME": "",
           "PATH_INFO": "/voice", "QUERY_STRING": ""}


@pytest.mark.parametrize(("more", "url"), [
    ({}, "http://example.com/voice"),
    ({"RAW_URI": "/Zo%C3%AB?a=%2C"}, "http://example.com/Zo%C3%AB?a=%2C"),
    ({"REQUEST_URI": "http://inner:8000/voice?a=%2C"}, "http://example.com/voice?a=%2C"),
    ({"REQUEST_URI": "/voice?next=http://a/b"}, "http://example.com/voice?next=http://a/b"),
    ({"SCRIPT_NAME": "/office", "QUERY_STRING": "a=%2C"}, "http://example.com/office/voice?a=%2C"),
    ({"PATH_INFO": "/Zo\u00c3\u00ab a"}, "http://example.com/Zo%C3%AB%20a"),
    ({"HTTP_HOST": "", "SERVER_NAME": "inner", "SERVER_PORT": "8000"}, "http://inner:8000/voice"),
])
def test_other_servers_tell_less_and_it_is_put_together(more, url):
    """gunicorn says RAW_URI; some say nothing but the parts."""
    assert url == signed_url({**ENVIRON, **more})


@settings(deadline=None)
@given(path=st.text(min_size=1, max_size=20), query=st.text(max_size=20))
def test_any_path_that_was_quoted_is_quoted_the_same_way(path, query):
    """Without the raw address, the usual quoting is as good."""
    from urllib.parse import quote

    quoted = "/" + quote(path, safe="/:@!$&'()*+,;=~-._")
    environ = {**ENVIRON, "PATH_INFO": ("/" + path).encode().decode("latin-1"),
               "QUERY_STRING": quote(query)}
    expected = f"http://example.com{quoted}" + (f"?{quote(query)}" if query else "")
    assert expected == signed_url(environ)


# --- ASGI ----------------------------------------------------------------------------------


def in_fastapi(story):
    """A site with a start and an end, which says how it is asked."""

    @contextlib.asynccontextmanager
    async def life(app):
        story.append("starts")
        yield
        story.append("ends")

    app = FastAPI(lifespan=life)

    @app.post("/a b/{name}")
    async def ask(request: Request, name: str, body: str = Form(), q: str = ""):
        url = f"{request.url.scheme}://{request.url.netloc}"
        return PlainTextResponse(f"{url} {name} {q} {body} {request.headers['x-boat']}", 202)

    @app.get("/broken")
    async def broken():
        raise LookupError("no boat")

    return app


def test_an_asgi_app_is_served(http_pool):
    """It sees the request as it went over the wire."""
    site = serve(in_fastapi([]))
    said = http_pool.request("POST", site.url + "/a%20b/%C3%A9?q=1%262", headers={"X-Boat": "Ada"},
                             fields={"body": "x&y"}, encode_multipart=False)
    assert (202, f"{site.url} é 1&2 x&y Ada") == (said.status, said.data.decode())
    assert "text/plain; charset=utf-8" == said.headers["Content-Type"]


def test_what_an_asgi_app_raises_is_in_the_log(http_pool):
    """And the answer is HTTP 500."""
    site = serve(in_fastapi([]))
    assert 500 == http_pool.request("GET", site.url + "/broken").status
    assert "LookupError: no boat" in site.log.tracebacks[-1]


def test_an_asgi_app_starts_and_ends_with_its_site():
    """Also where another takes its place."""
    story = []
    serve(in_fastapi(story))
    site = serve(in_fastapi(story))
    site.stop()
    assert ["starts", "starts", "ends", "ends"] == story


def test_an_asgi_app_that_can_not_start_takes_nobodys_place():
    """The site of that name goes on."""
    old = serve(app_that_says("Ahoy"))

    @contextlib.asynccontextmanager
    async def life(app):
        raise LookupError("no database")
        yield

    with pytest.raises(LookupError, match="no database"):
        serve(FastAPI(lifespan=life))
    assert old.is_serving
