"""JSON, XML and CSV of the 2010 API; the product APIs have JSON alone."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import pytest

TYPES = {".json": "application/json; charset=utf-8", ".xml": "application/xml",
         "": "application/xml", ".csv": "text/csv"}


@pytest.fixture
def read(ask, home):
    """Asks for a path of the account, in a format: gives the response."""

    def get(path, ending="", method="GET", **values):
        return ask(method, f"{home}{path}{ending}", raw=True, **values)

    return get


@pytest.mark.parametrize("ending", TYPES)
def test_the_ending_decides_the_format(read, delivered, ending):
    """XML where there is none; the length is that of the bytes."""
    delivered("Grüße ⛵")
    said = read("/Messages", ending)
    assert (200, TYPES[ending]) == (said.status_code, said.headers["Content-Type"])
    assert len(said.text.encode()) == int(said.headers["Content-Length"])


def test_one_resource_in_xml(read, call, home):
    """CamelCase, empty elements for what is null, URIs without `.json`: as recorded."""
    made = call("<Response><Pause/></Response>")
    said = read(f"/Calls/{made.sid}").text
    assert said.startswith("<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse><Call>")
    found = ElementTree.fromstring(said)[0]
    assert (made.sid, "completed", "1", None) == (
        found.findtext("Sid"), found.findtext("Status"), found.findtext("Duration"),
        found.find("ParentCallSid").text)
    assert f"{home}/Calls/{made.sid}" == found.findtext("Uri")
    assert f"{home}/Calls/{made.sid}/Recordings" == found.findtext("SubresourceUris/Recordings")


def test_a_list_in_xml_has_its_links_as_attributes(read, delivered, home):
    """They lead on in XML."""
    for _ in range(3):
        delivered()
    found = ElementTree.fromstring(read("/Messages", PageSize="2").text)[0]
    assert ("Messages", ["Message", "Message"]) == (found.tag, [one.tag for one in found])
    assert ("0", "2", "0", "1", "") == tuple(
        found.get(name) for name in ("page", "pagesize", "start", "end", "previouspageuri"))
    assert f"{home}/Messages?PageSize=2&Page=0" == found.get("uri")
    rest = ElementTree.fromstring(
        read(found.get("nextpageuri").removeprefix(home)).text)[0]
    assert 1 == len(rest)


@pytest.mark.parametrize(("path", "root", "item"), [
    ("/Calls", "Calls", None),
    ("/IncomingPhoneNumbers", "IncomingPhoneNumbers", "IncomingPhoneNumber"),
    ("/Usage/Records/Today", "UsageRecords", "UsageRecord"),
    ("/Usage/Triggers", "UsageTriggers", None),
    ("/Keys", "Keys", None),
    ("/Balance", "Balance", "AccountSid"),
    ("", "Account", "AuthToken"),
])
def test_resources_have_twilios_names_in_xml(read, path, root, item):
    """Lists in the plural, items in the singular."""
    found = ElementTree.fromstring(read(path).text)[0]
    assert (root, item) == (found.tag, found[0].tag if len(found) else None)


def test_booleans_and_lists_in_xml(read, world):
    """Small letters; one element an item."""
    number = ElementTree.fromstring(read(f"/IncomingPhoneNumbers/{world.number.sid}").text)[0]
    assert ("true", "false") == (
        number.findtext("Capabilities/Voice"), number.findtext("Beta"))
    token = ElementTree.fromstring(read("/Tokens", method="POST").text)[0]
    assert 4 == len(token.findall("IceServers/IceServer/Urls"))


def test_text_is_escaped_in_xml(read, delivered):
    """Whatever a text says, the document can be read."""
    made = delivered("<b> & \"quotes\" 'n' ⛵")
    found = ElementTree.fromstring(read(f"/Messages/{made.sid}").text)[0]
    assert made.body == found.findtext("Body")


def test_an_error_in_xml_is_a_rest_exception(read):
    """Code, Message, MoreInfo, Status."""
    said = read("/Messages", method="POST", To="+14155550123", From="+14155550100")
    found = ElementTree.fromstring(said.text)[0]
    assert (400, "RestException", ["21619", "400"]) == (
        said.status_code, found.tag, [found.findtext("Code"), found.findtext("Status")])
    assert ["Code", "Message", "MoreInfo", "Status"] == [one.tag for one in found]


def test_a_missing_resource_is_named_as_it_was_asked_for(read, home):
    """Without an extension."""
    found = ElementTree.fromstring(read("/Calls/CA1").text)[0]
    assert f"The requested resource {home}/Calls/CA1 was not found" == found.findtext("Message")


def test_a_refused_login_is_xml_too(client, world):
    """Where the path asks for it."""
    said = client.http_client.request(
        "GET", f"https://api.twilio.com/2010-04-01/Accounts/{world.account.sid}/Calls",
        auth=(world.account.sid, "wrong"))
    assert (401, True) == (said.status_code, "<RestException><Code>20003</Code>" in said.text)


def test_a_list_in_csv_has_a_row_of_names(read, delivered):
    """Then one row a message, the newest first."""
    delivered("First, with a comma")
    delivered('Second "quoted"\nand broken')
    rows = list(csv.DictReader(io.StringIO(read("/Messages", ".csv").text)))
    assert ['Second "quoted"\nand broken', "First, with a comma"] == [row["Body"] for row in rows]
    assert ("delivered", "-0.00830", "") == (
        rows[0]["Status"], rows[0]["Price"], rows[0]["ErrorCode"])
    assert "SubresourceUris" not in rows[0]


def test_one_resource_in_csv_is_a_list_of_one(read, delivered):
    """The same names."""
    made = delivered()
    row, = csv.DictReader(io.StringIO(read(f"/Messages/{made.sid}", ".csv").text))
    assert made.sid == row["Sid"]


def test_an_empty_list_in_csv_is_empty(read):
    """There is nothing to take names from."""
    assert "" == read("/Calls", ".csv").text


def test_product_apis_answer_in_json(ask):
    """Their paths have no extension."""
    said = ask("GET", "/v1/Alerts", host="https://monitor.twilio.com")
    assert ("application/json; charset=utf-8", "monitor.twilio.com") == (
        said.headers["Content-Type"], said.headers["X-API-Domain"])


def test_a_deletion_has_no_body_in_any_format(read, delivered):
    """204."""
    gone = read(f"/Messages/{delivered().sid}", ".xml", method="DELETE")
    assert (204, "") == (gone.status_code, gone.text)


@pytest.mark.parametrize("body", ["bell \x07", "nothing \x00", "\ufffe"])
@pytest.mark.parametrize("ending", [".xml", ".csv"])
def test_what_no_document_may_hold_is_replaced(read, text, body, ending):
    """The answer can be read and encoded whatever somebody texted."""
    made = text(f"A {body}")
    said = read(f"/Messages/{made.sid}", ending).text
    assert "\ufffd" in said
    assert said.encode()


def test_half_a_character_becomes_a_question_mark(text):
    """No wire could carry it; in one process nothing else would stop it."""
    assert "Ahoy ?" == text("Ahoy \ud83d").body
