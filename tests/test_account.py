"""start(): the practice account, as a script and as a notebook see it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from ahoy import AhoyError, NotStarted, current
from ahoy.doors import patches
from helpers import account as accounts
from helpers import phone, serve, start
from helpers.account import leave
from helpers.live.guard import LiveRefused

SHELL = {
    "TWILIO_ACCOUNT_SID": "AC" + "9" * 32,
    "TWILIO_AUTH_TOKEN": "8" * 32,
    "TWILIO_PHONE_NUMBER": "+14155550177",
    "TWILIO_REGION": "ie1",
    "TWILIO_EDGE": "dublin",
    "PUBLIC_URL": "https://example.com",
}
KIT = os.path.dirname(os.path.dirname(accounts.__file__))
NO_NETWORK = {"HTTPS_PROXY": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
"""Should a guard fail in a test, its request ends here."""

HELLO = "<Response><Say>Ahoy!</Say></Response>"


@pytest.fixture(autouse=True)
def shell(tmp_path, monkeypatch):
    """A folder without `.env`, a shell with somebody's real credentials, and a clean end."""
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
    for name in ("CI", "AHOY_CLOCK", "AHOY_HOME", "AHOY_MODE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in SHELL.items():
        monkeypatch.setenv(name, value)
    yield tmp_path
    leave()


@pytest.fixture
def account():
    """A practice account on virtual time."""
    return start(clock="virtual")


def ring(account, client=None, to="+14155550123"):
    """Calls and waits; gives the call's last status."""
    call = (client or Client()).calls.create(to=to, from_=account.number, twiml=HELLO)
    current().settle(call.sid)
    return call.fetch().status


# --- what start() gives -----------------------------------------------------------------------


def test_a_client_without_arguments_rings_a_phone(account):
    """Exactly the code of Twilio's documentation."""
    assert "completed" == ring(account)


def test_the_environment_holds_the_practice_credentials(account):
    """Where production code looks for them; nothing else of the shell's Twilio is left."""
    assert {
        "TWILIO_ACCOUNT_SID": account.sid,
        "TWILIO_AUTH_TOKEN": account.auth_token,
        "TWILIO_PHONE_NUMBER": account.number,
    } == {name: os.environ[name] for name in SHELL if name in os.environ}


def test_the_shell_gets_its_own_back_at_the_end(account):
    """leave() undoes what start() did to the environment, also after several starts."""
    start(clock="virtual")
    leave()
    assert SHELL == {name: os.environ.get(name) for name in SHELL}


def test_real_credentials_are_of_no_use(account):
    """A client that was built with them reaches the simulator, which does not know them."""
    client = Client(SHELL["TWILIO_ACCOUNT_SID"], SHELL["TWILIO_AUTH_TOKEN"],
                    http_client=TwilioHttpClient())
    with pytest.raises(TwilioRestException) as refused:
        client.calls.create(to="+14155550123", from_="+14155550100", twiml=HELLO)
    assert (401, 20003) == (refused.value.status, refused.value.code)


def test_an_account_has_what_the_console_shows(account):
    """SID, number and test credentials in Twilio's form; the number is in area 415."""
    assert ("AC", 34, "AC", 34, 32, 32, "+1415555", "practice") == (
        account.sid[:2], len(account.sid), account.test_sid[:2], len(account.test_sid),
        len(account.auth_token), len(account.test_auth_token), account.number[:8], account.mode)


def test_countries_are_permitted_on_the_account(account):
    """What the Console's page of geographic permissions does."""
    london = "+442079460958"
    with pytest.raises(TwilioRestException, match="has not been enabled"):
        Client().messages.create(to=london, from_=account.number, body="Hi")
    account.permissions.allow("GB")
    sent = Client().messages.create(to=london, from_=account.number, body="Hi")
    assert "queued" == sent.status


def test_the_test_credentials_work(account):
    """They are another account's, and Twilio's magic numbers are known to it."""
    client = Client(account.test_sid, account.test_auth_token)
    message = client.messages.create(to="+14155550123", from_="+15005550006", body="Ahoy")
    assert account.test_sid == message.account_sid


def test_an_account_is_told_in_words_that_never_change(account):
    """Without a token, and the same in every run."""
    assert f"practice account {account.sid}, number +14155550100" == repr(account)


def test_a_token_is_real_but_never_shown(account):
    """It works where it is used, and hides where it is seen."""
    shown = repr([account, account.auth_token, account.test_auth_token])
    assert isinstance(account.auth_token, str)
    assert f"{os.environ['TWILIO_AUTH_TOKEN']}" == f"{account.auth_token}"
    assert account.auth_token not in shown and account.test_auth_token not in shown


def test_nothing_is_printed_in_a_script(capsys):
    """The badge is for notebooks; neither it nor anything else shows a secret."""
    start(clock="virtual")
    assert ("", "") == tuple(capsys.readouterr())


# --- again -----------------------------------------------------------------------------------


@pytest.mark.parametrize("clock", ["virtual", "real"])
def test_clients_phones_and_accounts_go_on_in_the_new_world(clock):
    """A cell with start() can be run again, and everything that was made before still works."""
    account = start(clock=clock)
    client, alice = Client(), phone("+14155550123", name="Alice")
    client.messages.create(to=alice.number, from_=account.number, body="old")
    again = start(clock=clock)
    alice.answers(after=0)
    assert [] == client.messages.list()
    assert "completed" == ring(account, client)
    assert (["Ahoy!"], account.sid, account.auth_token) == (
        alice.heard, again.sid, again.auth_token)
    assert phone("+14155550123") is alice


def test_sites_go_on_in_the_new_world():
    """Those that were served before the first start(), too."""
    from flask import Flask

    app = Flask("office")
    app.add_url_rule("/", view_func=lambda: HELLO, methods=["POST"])
    site = serve(app, name="office")
    try:
        for _ in range(2):
            account = start(clock="virtual")
            call = Client().calls.create(
                to="+14155550123", from_=account.number, url=site.url + "/")
            current().settle(call.sid)
            assert "Twilio → office: POST / (voice) → 200" in "\n".join(
                map(str, current().trace))
    finally:
        site.stop()


def test_a_new_world_closes_the_old_one(account):
    """Calls in progress end, and the thread of the old clock too."""
    before = threading.active_count()
    for _ in range(5):
        real = start(clock="real")
        Client().calls.create(to="+14155550123", from_=real.number, twiml=HELLO)
    start(clock="virtual")
    assert before == threading.active_count()


def test_reset_empties_the_account(account):
    """Calls, texts and settings are gone; the client goes on."""
    client = Client()
    ring(account, client)
    client.incoming_phone_numbers.list()[0].update(friendly_name="Harbour office")
    account.reset()
    assert ([], ["(415) 555-0100"]) == (
        client.calls.list(), [one.friendly_name for one in client.incoming_phone_numbers.list()])
    assert "completed" == ring(account, client)


def test_one_can_look_at_the_account_and_take_it_along(account, tmp_path):
    """How much there is, and all of it as lines of JSON, without the token."""
    ring(account)
    count = account.export(tmp_path / "account.jsonl")
    text = (tmp_path / "account.jsonl").read_text()
    assert 1 == account.contents["calls"]
    assert count == sum(account.contents.values()) == len(text.splitlines())
    assert account.sid in text
    assert f"{account.auth_token}" not in text


# --- what lasts ------------------------------------------------------------------------------


@pytest.fixture
def kept(shell, monkeypatch):
    """A practice account in a file."""
    monkeypatch.setenv("AHOY_HOME", str(shell / "kept"))
    return shell / "kept" / "practice.db"


def test_on_real_time_the_account_lasts(kept):
    """Another kernel, or the same one after a restart, finds texts and credentials again."""
    first = start(clock="real")
    told = (first.sid, f"{first.auth_token}", first.number)
    Client().messages.create(to="+14155550123", from_=first.number, body="remember me")
    leave()
    again = start(clock="real")
    assert kept.exists()
    assert (told, ["remember me"]) == (
        (again.sid, f"{again.auth_token}", again.number),
        [text.body for text in Client().messages.list()])


def test_on_virtual_time_the_account_is_new_and_leaves_no_file(kept):
    """Every run begins alike."""
    start(clock="virtual")
    assert not kept.parent.exists()


def test_reset_empties_the_file_too(kept):
    """SID and token stay, so that clients go on."""
    account = start(clock="real")
    client, token = Client(), f"{account.auth_token}"
    client.messages.create(to="+14155550123", from_=account.number, body="forget me")
    account.reset()
    assert (token, []) == (f"{account.auth_token}", client.messages.list())
    leave()
    start(clock="real")
    assert [] == Client().messages.list()


def test_tests_and_ci_keep_no_file(shell, monkeypatch):
    """Unless AHOY_HOME asks for it."""
    start(clock="real")
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    monkeypatch.setenv("CI", "true")
    start(clock="real")
    assert not (shell / ".ahoy").exists()


# --- choices and refusals ----------------------------------------------------------------------


@pytest.mark.parametrize(("argument", "file", "environment", "virtual"), [
    (None, "", "", False),
    (None, "virtual", "", True),
    (None, "real", "virtual", True),
    ("real", "virtual", "virtual", False),
    ("virtual", "", "real", True),
])
def test_the_clock_is_the_arguments_then_the_environments_then_the_files(
        shell, monkeypatch, argument, file, environment, virtual):
    """And real, when nobody says anything."""
    (shell / ".env").write_text(f"AHOY_CLOCK={file}\n")
    monkeypatch.setenv("AHOY_CLOCK", environment)
    start(clock=argument)
    assert virtual == current().clock.is_virtual


@pytest.mark.parametrize(("options", "sentence"), [
    ({"clock": "fast"},
     'start() knows no clock=\'fast\'. Use clock="real" or clock="virtual".'),
    ({"account": "trial"},
     'start() knows no account=\'trial\'. Use account="full" or account="trial-2026" or '
     'account="trial-classic".'),
])
def test_an_unknown_choice_is_told_the_known_ones(options, sentence):
    """And nothing has begun."""
    with pytest.raises(AhoyError) as told:
        start(**options)
    assert (sentence, None) == (str(told.value), current())


@pytest.mark.parametrize("kind", ["trial-2026", "trial-classic"])
def test_a_trial_is_a_trial(shell, kind):
    """A silent full account would teach something false."""
    start(account=kind, clock="virtual")
    assert "Trial" == Client().api.v2010.account.fetch().type


def test_each_kind_of_account_has_a_memory_of_its_own(shell, monkeypatch):
    """A full account's numbers are not the trial's; the credentials stay the same."""
    monkeypatch.setenv("AHOY_HOME", str(shell / "kept"))
    full = start(clock="real")
    client, token = Client(), str(full.auth_token)
    client.incoming_phone_numbers.create(area_code="415")
    trial = start(clock="real", account="trial-classic")
    assert (1, token) == (len(client.incoming_phone_numbers.list()), str(trial.auth_token))
    start(clock="real")
    assert 2 == len(client.incoming_phone_numbers.list())


def test_a_refused_start_leaves_the_world_alone(account, shell):
    """A mistake in `.env` is told, and what was begun goes on."""
    (shell / ".env").write_text("AHOY_MODE=on\n")
    with pytest.raises(AhoyError):
        start()
    assert "completed" == ring(account)


def test_before_start_nothing_works_and_the_sentence_says_so():
    """Client and phone() both name start()."""
    with pytest.raises(NotStarted, match=r"account = start\(\)"):
        Client("AC" + "0" * 32, "0" * 32).calls.list()
    with pytest.raises(NotStarted, match=r"Run account = start\(\) first"):
        phone("+14155550123")


def test_an_account_of_a_world_that_is_over_says_so(account):
    """Its repr never fails."""
    leave()
    assert "practice account, not in use: run account = start()" == repr(account)
    with pytest.raises(NotStarted):
        _ = account.sid


def test_only_names_that_notebooks_know_are_the_face():
    """leave() and the classes stay behind the door."""
    import helpers

    assert not {"leave", "is_live", "PracticeAccount"} & set(helpers.__all__)
    assert accounts.start is start


# --- in a notebook ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shared_kernel(tmp_path_factory):
    """A real kernel, for all tests of this part, in a folder of its own."""
    from jupyter_client.manager import KernelManager

    folder = tmp_path_factory.mktemp("notebook")
    (folder / "pyproject.toml").touch()
    environment = {**os.environ, "AHOY_CLOCK": "virtual", "PYTHONPATH": KIT, **NO_NETWORK}
    for name in ("AHOY_MODE", "CI"):
        environment.pop(name, None)
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(folder), env=environment)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    yield client, folder
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.fixture
def kernel(shared_kernel):
    """Runs a cell; every test finds the kernel as if nothing had been started."""
    client, folder = shared_kernel
    yield lambda code, **options: run(client, code, **options)
    (folder / ".env").unlink(missing_ok=True)
    run(client, """
        from helpers.account import leave
        from helpers.site import running
        leave()
        for site in running():
            site.stop()
        %reset -f
    """)


def run(client, code, allow_stdin=False):
    """Runs a cell; gives its outputs as text: streams, plain results, error names and texts."""
    said = []

    def hear(message):
        content = message["content"]
        if message["msg_type"] == "stream":
            said.append(content["text"])
        elif message["msg_type"] in ("execute_result", "display_data"):
            said.append(content["data"]["text/plain"] + "\n")
        elif message["msg_type"] == "error":
            said.append(f"{content['ename']}: {content['evalue']}\n")

    code = textwrap.dedent(code).strip()
    client.execute_interactive(code, timeout=60, output_hook=hear,
                               allow_stdin=allow_stdin, stdin_hook=lambda _: None)
    return "".join(said)


def test_the_first_start_of_a_notebook_shows_a_badge_once(kernel):
    """Though its result is assigned; a later start() says nothing."""
    first = kernel("from helpers import phone, serve, start\naccount = start()")
    again = kernel("account = start()")
    assert ("Practice: nothing leaves this computer. Number +14155550100 · "
            f"Account SID AC{'1' * 32}\n", "") == (first, again)


def test_a_notebook_shows_no_token(kernel):
    """Not as a value, not in a list, not in an error."""
    kernel("from helpers import start\naccount = start()")
    assert "<hidden auth token>\n" == kernel("account.auth_token")
    assert "[<hidden auth token>]\n" == kernel("[account.test_auth_token]")
    shown = kernel("%xmode Verbose\ntoken = account.auth_token\nlen(token, 1)")
    assert "TypeError" in shown
    assert "True\n" == kernel(f"token not in {shown!r}")


def test_app_run_is_refused_in_a_notebook(kernel):
    """It would hold the cell for ever, or start the kernel anew."""
    kernel("from helpers import start\naccount = start()")
    assert (
        "NotAWebApp: app.run() does not work in a notebook: it would hold this cell for ever, and "
        "with debug=True start the kernel a second time. Use this instead: site = serve(app)\n"
    ) == kernel("from flask import Flask\napp = Flask('a')\napp.run(debug=True)")


def test_what_handlers_print_stays_out_of_the_cells_of_a_notebook(kernel):
    """It stands in the site's log, with the learner's own line of an error."""
    kernel("""
        from flask import Flask
        from helpers import serve, start
        import urllib.error, urllib.request
        account = start()
        app = Flask("office")
        @app.get("/")
        def page():
            print("in the handler")
            return 1 / 0
        site = serve(app)
    """)
    said = kernel("""
        try:
            urllib.request.urlopen(site.url)
        except urllib.error.HTTPError as error:
            print("status", error.code)
    """)
    assert "status 500\n" == said
    assert (
        "GET / 500\n"
        "    in the handler\n"
        "    your cell, line 9, in page: return 1 / 0\n"
        "    ZeroDivisionError: division by zero\n"
    ) == kernel("site.log")


def test_stdout_of_a_notebook_is_what_it_was_after_the_site(kernel):
    """Nothing of ours stays in the way."""
    kernel("import sys\nfrom flask import Flask\nfrom helpers import serve, start\nstart()")
    before = kernel("type(sys.stdout).__name__")
    kernel("site = serve(Flask('a'))\nimport urllib.request\n"
           "try:\n    urllib.request.urlopen(site.url)\nexcept Exception:\n    pass\n")
    kernel("site.stop()")
    assert "'OutStream'\n" == before == kernel("type(sys.stdout).__name__")


LIVE = f"""
AHOY_MODE=live
TWILIO_ACCOUNT_SID={SHELL["TWILIO_ACCOUNT_SID"]}
TWILIO_AUTH_TOKEN={SHELL["TWILIO_AUTH_TOKEN"]}
TWILIO_PHONE_NUMBER=+14155550100
AHOY_ALLOWED_NUMBERS=+14155550123,+14155550124
AHOY_PHONE_ALICE=+14155550123
PUBLIC_URL=https://example.com
"""
SPENT = "0.00 dollars, 0 calls and 0 texts of 2.00 dollars, 20 calls and 40 texts"
WENT_LIVE = (
    "LIVE: calls and texts reach real phones and cost money. Ahoy lets them go to 2 numbers "
    "only (AHOY_ALLOWED_NUMBERS in .env).\n"
    f"Today: {SPENT} (AHOY_BUDGET in .env), at list prices; carriers' fees come on top.\n"
    "Ahoy guards this Python only. Programs that you start from here inherit no token, but some "
    "read .env by themselves: nobody guards what other programs send.\n")
GO_LIVE = "import os\nfrom helpers import phone, start, watch\naccount = start(clock='real')"


@pytest.fixture
def live_kernel(kernel, shared_kernel):
    """The kernel, in a folder whose `.env` says live."""
    (shared_kernel[1] / ".env").write_text(LIVE)
    kernel("import os\n_ = os.environ.pop('AHOY_CLOCK', None)")
    yield kernel
    kernel("import os\nos.environ['AHOY_CLOCK'] = 'virtual'")


def test_live_announces_itself_in_a_notebook(live_kernel):
    """In words and with a badge, every time it begins; without the token."""
    said = live_kernel(GO_LIVE, allow_stdin=True)
    assert (
        f"{WENT_LIVE}LIVE: real phones, real money. Number +14155550100 · Account SID "
        f"AC{'9' * 32} · Today {SPENT}\n"
    ) == said


def test_live_is_refused_where_nobody_could_be_asked(live_kernel):
    """A notebook that runs by itself allows no input."""
    assert (
        "LiveRefused: Live mode needs a person who watches, and this run allows no input. Nothing "
        "was sent. Run this in a notebook or a terminal, or write AHOY_MODE=practice in .env.\n"
    ) == live_kernel(GO_LIVE)


TEXT = ("from twilio.rest import Client\n"
        "Client().messages.create(to='+14155550123', from_='+14155550100', body='Ahoy')")


def test_the_first_spending_of_a_notebook_asks_by_a_button(live_kernel):
    """Nothing is sent before it is clicked; then the cell is run again."""
    live_kernel(GO_LIVE, allow_stdin=True)
    asked = live_kernel(TEXT)
    assert (
        "LiveRefused: Live mode asks before it first spends money. Nothing was sent. Click the "
        "button “Yes, this session may spend money”, then run this again.\n") in asked
    assert ("May this session spend money? Today's budget is 2.00 dollars, 20 calls and 40 texts. "
            "[Yes, this session may spend money]\n") in asked
    live_kernel("from ipywidgets import Widget\n"
                "from ipywidgets.widgets.widget import _instances\n"
                "next(one for one in _instances.values()\n"
                "     if type(one).__name__ == 'Button').click()")
    assert live_kernel(TEXT).startswith("ProxyError: ")  # it goes out, and here nobody is there


def test_no_traceback_of_a_live_notebook_shows_the_token(live_kernel, shared_kernel):
    """Not with all variables of the SDK, requests and urllib3, as it is or as HTTP sends it."""
    live_kernel(GO_LIVE + "\n%xmode Verbose", allow_stdin=True)
    shown = []
    shared_kernel[0].execute_interactive(
        "from twilio.rest import Client\nClient().messages.list()", timeout=60,
        output_hook=lambda told: shown.extend(told["content"].get("traceback", [])))
    live_kernel("%xmode Context")
    told = "\n".join(shown)
    assert "Authorization" in told and "•" in told
    assert ("8" * 8 not in told, "ODg4ODg4" not in told) == (True, True)


def test_the_environment_of_a_live_notebook_shows_no_token(live_kernel):
    """As a value, and as the whole."""
    live_kernel(GO_LIVE, allow_stdin=True)
    shown = live_kernel("import os\nos.environ['TWILIO_AUTH_TOKEN'], dict(os.environ)")
    assert "<hidden auth token>" in shown and "8" * 8 not in shown


def test_a_practice_client_does_not_go_live_by_itself(live_kernel, shared_kernel):
    """Whoever goes live makes the client anew."""
    (shared_kernel[1] / ".env").write_text("")
    live_kernel("from twilio.rest import Client\nfrom helpers import start\nstart()\n"
                "client = Client()")
    (shared_kernel[1] / ".env").write_text(LIVE)
    live_kernel("_ = start()", allow_stdin=True)
    assert (
        "LiveRefused: This client was made in practice mode and does not go live by itself. "
        "Nothing was sent. Make it anew: client = Client()\n"
    ) == live_kernel("client.calls.create(to='+14155550123', from_='+14155550100', url='x')")


def test_practice_after_live_sends_nothing(live_kernel, shared_kernel):
    """A live client that is still about reaches the simulator, which does not know it."""
    live_kernel(GO_LIVE + "\nfrom twilio.rest import Client\nclient = Client()", allow_stdin=True)
    (shared_kernel[1] / ".env").write_text("")
    live_kernel("account = start()")
    assert "20003\n" == live_kernel("""
        try:
            client.calls.create(to="+14155550123", from_="+14155550100", url="x")
        except Exception as error:
            print(error.code)
    """)


@pytest.fixture
def terminal(shell, monkeypatch):
    """A folder whose `.env` says live, and a person at a terminal. No request can leave."""
    (shell / ".env").write_text(LIVE)
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    for name, value in NO_NETWORK.items():
        monkeypatch.setenv(name, value)
    with open(theirs) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield
    os.close(ours)


def test_live_in_a_terminal_is_announced_and_set_up(terminal, capsys):
    """The environment is live, and no cell of a lesson changes."""
    account = start()
    assert (WENT_LIVE, "") == tuple(capsys.readouterr())
    told = f"LIVE account AC{'9' * 32}, number +14155550100: real phones, real money"
    assert told == repr(account)
    assert ("live", SHELL) == (
        account.mode, {name: os.environ.get(name) for name in SHELL} | {
            "TWILIO_PHONE_NUMBER": SHELL["TWILIO_PHONE_NUMBER"]})
    assert "+14155550123" == phone("+14155550199", name="Alice").number


def test_live_calls_nobody_else(terminal):
    """A number that is not allowed is refused before anything leaves."""
    account = start()
    with pytest.raises(LiveRefused) as refused:
        Client().calls.create(to="+14155550177", from_=account.number, twiml=HELLO)
    assert (
        "Live mode refused to reach +14155550177: it is not among AHOY_ALLOWED_NUMBERS in .env. "
        "Nothing was sent. Add it there if you mean it, and run start() again."
    ) == str(refused.value)


def test_live_uses_twilios_own_transport(terminal):
    """The simulator is out of the way; each request is judged, and then sent by Twilio's code."""
    start()
    assert (TwilioHttpClient, False) == (type(Client().http_client), patches.rule().answers)


@pytest.mark.parametrize(("act", "sentence"), [
    (lambda: start(clock="virtual"),
     'clock="virtual" is for practice: real calls take real time. Use start(), or write '
     "AHOY_MODE=practice in .env."),
    (lambda: start(account="trial-2026"),
     'account="trial-2026" is for practice: in live mode the account is the one in .env. Use '
     "start(), or write AHOY_MODE=practice in .env."),
    (lambda: start().reset(),
     "reset() empties a practice account. This one is live, and nothing was deleted. To practise, "
     "write AHOY_MODE=practice in .env."),
    (lambda: start().permissions,
     "network and permissions are switches of the practice network: here the carriers and the "
     "Console decide. To practise, AHOY_MODE=practice in .env."),
    (lambda: start().test_sid,
     "Your test credentials stand in the Twilio Console, under API keys & tokens. Ahoy knows "
     "them in practice mode only."),
    (lambda: start() and phone("+14155550123", name="Bob"),
     ".env: AHOY_PHONE_BOB is missing, and live mode must know which phone is Bob's. Add "
     "AHOY_PHONE_BOB= and a number that is among AHOY_ALLOWED_NUMBERS."),
    (lambda: start() and phone("+14155550177"),
     "Live mode refused to reach +14155550177: it is not among AHOY_ALLOWED_NUMBERS in .env. "
     "Nothing was sent. Add it there if you mean it, and run start() again."),
    (lambda: start() and phone("client:ada", name="Ada"),
     "client:ada is a phone on the page, which is for practice. Give a name that stands in .env, "
     "or write AHOY_MODE=practice there."),
])
def test_what_live_cannot_do_is_said(terminal, act, sentence):
    """Each refusal has its sentence and its remedy."""
    with pytest.raises(AhoyError) as refused:
        act()
    assert sentence == str(refused.value)


def test_live_is_refused_in_ci(terminal, monkeypatch):
    """Also where CI has a terminal."""
    monkeypatch.setenv("CI", "true")
    with pytest.raises(LiveRefused, match="the variable CI is set"):
        start()


def test_live_without_a_terminal_is_refused(terminal, monkeypatch):
    """As under cron, or with its input from a pipe."""
    with open(os.devnull) as nothing:
        for stdin in (nothing, None):
            monkeypatch.setattr(sys, "stdin", stdin)
            with pytest.raises(LiveRefused, match="there is neither a notebook nor a terminal"):
                start()


def test_a_refused_live_leaves_practice_as_it_was(terminal, shell):
    """Nothing is half live."""
    (shell / ".env").write_text("")
    account = start(clock="virtual")
    (shell / ".env").write_text(LIVE)
    with pytest.raises(LiveRefused):
        start(clock="virtual")
    assert "completed" == ring(account)


# --- in a script ------------------------------------------------------------------------------


def test_a_plain_script_loads_no_jupyter_and_its_first_call_no_more_of_the_sdk(shell):
    """start() is quick where no page is, and has done the SDK's slow first imports."""
    code = textwrap.dedent("""
        import sys
        from helpers import start
        account = start(clock="virtual")
        print([name for name in ("IPython", "ipywidgets", "flask") if name in sys.modules])
        before = set(sys.modules)
        from twilio.rest import Client
        Client().calls.create(to="+14155550123", from_=account.number, twiml="<Response/>")
        print([name for name in set(sys.modules) - before if name.startswith("twilio")])
    """)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=shell,
                          env={**os.environ, "PYTHONPATH": KIT}, timeout=60, check=False)
    assert ("[]\n[]\n", "") == (done.stdout, done.stderr)
