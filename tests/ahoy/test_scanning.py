"""The scanner names what an app asks and the simulator refuses, without running the app."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ahoy import AhoyError, __main__, current
from ahoy.testing import scanner

APP = '''\
from twilio.rest import Client
from twilio.twiml.voice_response import Gather, VoiceResponse

client = Client()


def call(to):
    client.calls.create(to=to, from_="+14155550100", call_token="x", byoc="BY1", url=f"https://a.b/{to}")
    client.studio.v2.flows("FW1").executions.create(to=to, from_="x")


def voice():
    response = VoiceResponse()
    gather = Gather(num_digits=1)
    gather.say("Press one.")
    response.append(gather)
    response.dial("+14155550123", passports="x")
    response.pay(charge_amount="1")
    return str(response)


def sms():
    return """<Response>
  <Message>Hi</Message>
  <say>Hi</say>
</Response>"""
'''


@pytest.fixture
def scan(tmp_path):
    """Looks through a file with this source: gives what was found, by line."""

    def run(source):
        (tmp_path / "app.py").write_text(source, encoding="utf-8")
        return [(one.line, one.what) for one in scanner.check(tmp_path / "app.py").found]

    return run


def with_client(line):
    """The source of an app that has a client, and this line."""
    return f"from twilio.rest import Client\nclient = Client()\n{line}\n"


def test_the_command_names_file_line_reason_and_what_works(tmp_path, capsys):
    """And ends with 1."""
    app = tmp_path / "app.py"
    app.write_text(APP, encoding="utf-8")

    assert 1 == __main__.main(["check", str(app)])
    said = capsys.readouterr().out.replace(str(app), "app.py")
    assert said == """\
app.py:8: the parameter Byoc is not simulated. Carriers of your own are not simulated. \
Leave Byoc out.
app.py:8: the parameter CallToken is not simulated. Webhooks of practice carry no CallToken. \
Leave it out.
app.py:9: POST studio.twilio.com/v2/Flows/FW1/Executions (Studio) is not simulated. Write the flow \
as TwiML of your own site: <Gather> asks, <Redirect> goes on.
app.py:17: <Dial passports="x"> is not simulated. SHAKEN passports are not simulated.
app.py:18: <Pay> is not simulated. Payments are not simulated. Use <Gather> in practice, never \
with a real card.
app.py:25: 12200: Schema validation warning: Invalid content was found starting with element \
'say'. There is no <say>. In <Response> may stand Message, Redirect, Sms.
6 findings, of 2 calls of the SDK and 2 pieces of TwiML in 1 file.
"""


def test_an_app_that_works_here_ends_with_0(tmp_path, capsys):
    """With what was looked at."""
    app = tmp_path / "app.py"
    app.write_text(with_client("client.messages.create(to='x', from_='y', body='z')"))

    assert 0 == __main__.main(["check", str(tmp_path)])
    assert capsys.readouterr().out == (
        "All that was found is simulated: 1 call of the SDK and 0 pieces of TwiML in 1 file.\n")


def test_the_app_is_not_run(scan, tmp_path):
    """Nor is anything sent, or a world begun."""
    scan(f"open({str(tmp_path / 'made')!r}, 'w')\nraise SystemExit\n" + APP)
    assert (False, None) == ((tmp_path / "made").exists(), current())


@pytest.mark.parametrize("line", [
    "client.sip.domains.list()",
    "client.api.v2010.accounts('AC1').sip.domains.list()",
    "client.api.account.sip.domains.create(domain_name='x')",
    "for one in client.sip.domains.stream(): pass",
    "domains = client.sip.domains; domains.list()",
    "async def go(): await client.sip.domains.list_async()",
    "def go(twilio_client): return twilio_client.sip.domains.list()",
    "class A:\n def __init__(self): self.tw = Client()\n def go(self): self.tw.sip.domains.list()",
    "with Client() as c: print([x for x in c.sip.domains.list()])",
    "if (found := client.sip.domains.list()): pass",
    "later = lambda: client.sip.domains.list()",
    "from twilio import rest\nimport twilio.rest as r\nr.Client().sip.domains.list()",
])
def test_clients_are_followed_through_names(scan, line):
    """However they are held."""
    (found,) = scan(with_client(line))
    assert "/SIP/Domains.json is not simulated." in found[1]


@pytest.mark.parametrize("line", [
    "client.calls.create(to=to, from_=x, twiml=make())",
    "client.messages.create(**options)",
    "client.calls.list(limit=20)",
    "client.calls(sid).update(status='completed')",
    "client.calls.create(to=to, record=False)",
    "client.nothing.at.all()",
    "other.sip.domains.list()",
    "print('client.sip.domains.list()')",
    "dict(client=1)['client'].sip()",
])
def test_what_works_or_is_not_twilios_is_not_named(scan, line):
    """Values that are not known are taken as harmless."""
    assert [] == scan(with_client(line))


def test_a_name_with_client_in_it_means_twilios_only_where_twilio_is_imported(scan):
    """Other libraries have clients, too."""
    assert [] == scan("import boto3\nclient = make()\nclient.sip.domains.list()")


@pytest.mark.parametrize("source", [
    "r = VoiceResponse()\nr.pay()",
    "r = VoiceResponse()\nr.append(\n  Pay())",
    "def f(r: VoiceResponse):\n  r.pay()",
    "class A:\n  def f(self):\n    self.r = VoiceResponse(); self.r.pay()",
    "x = 1\nprint('<Response><Pay/></Response>')",
    "x = 1\nprint(f'<Response><Pay description=\"{x}\"/></Response>')",
])
def test_twiml_is_found_as_it_is_built_and_as_it_is_written(scan, source):
    """In the line that builds it."""
    (found,) = scan(f"from twilio.twiml.voice_response import Pay, VoiceResponse\n{source}")
    assert "<Pay> is not simulated." == found[1] and found[0] > 2


def test_only_python_below_a_folder_is_read_and_no_hidden_one(tmp_path):
    """Packages of others are left alone."""
    for name in ("a.py", "deep/b.py", "c.txt", ".venv/d.py", "node_modules/e.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x = 1")
    assert 2 == scanner.check(tmp_path).files


@pytest.mark.parametrize(("name", "source", "sentence"), [
    ("none.py", None, r"^There is no file or folder .*none\.py\. Give the path of an app's source"),
    ("bad.py", "def", r"bad\.py:1: this is no Python that can be read: .* Mend it, and check"),
    ("nul.py", "x\0", r"nul\.py:1: this is no Python that can be read: "),
])
def test_what_can_not_be_read_is_said_and_ends_with_2(tmp_path, capsys, name, source, sentence):
    """With the place."""
    if source is not None:
        (tmp_path / name).write_text(source)
    with pytest.raises(AhoyError, match=sentence):
        scanner.check(tmp_path / name)
    assert 2 == __main__.main(["check", str(tmp_path / name)])
    assert "" != capsys.readouterr().err


def test_its_help_says_what_it_does():
    """And the server's help names it."""
    said = [subprocess.run([sys.executable, "-m", "ahoy", *words, "--help"],
                           capture_output=True, text=True, check=True).stdout
            for words in (["check"], [])]
    assert "without running it" in said[0] and "check app.py" in said[1]


@pytest.mark.parametrize("line", [
    "f'<Response>{verbs}</Response>'", "'<Response>{}</Response>'.format(verbs)",
    "'<Response>{a}{b}</Response>'.format(a=1, b=2)", "'<Response>%s</Response>' % verbs",
    "'<Response>%(verbs)s</Response>' % kept", "Template('<Response>$verbs</Response>')",
    "render('<Response>{{ verbs }}</Response>')", "f'<Response><Dial>{who}</Dial></Response>'",
    "f'<Response>{verbs}<Say>Bye</Say></Response>'"])
def test_a_template_is_no_fault(scan, line):
    """Verbs may come where it has a hole; they are read where they stand."""
    assert [] == scan(line + "\n")


def test_text_that_nobody_hears_is_one(scan):
    """Between verbs Twilio reads nothing out."""
    (line, what), = scan("'<Response>Hello {name}</Response>'.format(name=name)\n")
    assert (1, True) == (line, what.startswith("12200"))
