"""Money: the balance goes down as prices become known, and usage records add up to it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from ahoy.account import usage

DAY = 86_400.0
MONDAY = dt.date(2026, 1, 5)


def spent(records) -> Decimal:
    """What a list of records says about all usage."""
    return Decimal(next(one.price for one in records if one.category == "totalprice"))


def left(client) -> Decimal:
    """The balance."""
    return Decimal(client.balance.fetch().balance)


@pytest.fixture
def price_of(client):
    """What doing something costs: by how much the balance went down."""

    def measure(act):
        before = left(client)
        act()
        return before - left(client)

    return measure


@pytest.fixture
def tomorrow(world):
    """Lets days go by."""

    def wait(days=1.0):
        world.env.run(until=world.env.now + days * DAY)

    return wait


def test_a_new_account_has_paid_for_its_number(client):
    """20 dollars paid in, 1.15 for the first month of a local number."""
    balance = client.balance.fetch()
    assert ("18.85", "USD") == (balance.balance, balance.currency)


def test_a_subaccount_has_no_balance_of_its_own(client, world):
    """"Child accounts do not contain balance information": its owner pays."""
    branch = client.api.accounts.create()
    path = f"https://api.twilio.com/2010-04-01/Accounts/{branch.sid}/Balance.json"
    assert 404 == client.request("GET", path).status_code


def test_a_text_is_paid_for_when_its_price_is_known(client, world, text):
    """Nothing while it is queued; then by the segment."""
    before = left(client)
    message = text("x" * 161)
    assert before == left(client)
    world.settle(message.sid)
    assert Decimal("0.0166") == before - left(client)


def test_a_picture_costs_more_than_a_text(delivered, price_of):
    """By the message."""
    assert Decimal("0.022") == price_of(
        lambda: delivered(media_url=["http://demo.twilio.com/owl.png"]))


def test_a_call_is_paid_for_by_begun_minutes(call, price_of):
    """61 seconds are two minutes."""
    assert Decimal("0.028") == price_of(
        lambda: call("<Response><Pause length='61'/></Response>"))


def test_a_call_to_a_browser_is_cheaper(client, world, office, price_of):
    """`client:` has a price of its own."""
    world.phones.get("client:ada")

    def ring():
        made = client.calls.create(to="client:ada", from_=office, twiml="<Response/>")
        world.settle(made.sid)

    assert Decimal("0.004") == price_of(ring)
    assert "1" == client.usage.records.list(category="calls-client")[0].count
    assert "0" == client.usage.records.list(category="calls")[0].count


def test_a_call_that_nobody_answers_is_free(world, ring, alice, price_of):
    """Its price stays null."""
    alice.is_busy()
    assert 0 == price_of(lambda: world.settle(ring().sid))


def test_a_failed_text_costs_the_fee(client, alice, delivered, price_of):
    """0.001, which is no part of the message's price."""
    alice.rejects_texts(30001)
    assert Decimal("0.001") == price_of(delivered)
    fee, = client.usage.records.list(category="failed-message-processing-fee")
    assert ("1", Decimal("0.001")) == (fee.count, fee.price)
    assert [("failed", None)] == [(one.status, one.price) for one in client.messages.list()]


@pytest.mark.parametrize("resource", ["messages", "calls"])
def test_what_is_deleted_stays_paid(client, world, delivered, call, resource):
    """A log can be emptied, a bill can't."""
    delivered()
    call("<Response><Pause/></Response>")
    before = left(client)
    for one in getattr(client, resource).list():
        one.delete()
    assert before == left(client)
    assert spent(client.usage.records.list()) == Decimal(20) - before


def test_a_number_is_paid_for_every_month(client, tomorrow):
    """On the day of the month on which it was bought."""
    before = left(client)
    tomorrow(30)
    assert before == left(client)
    tomorrow(1.5)
    assert Decimal("1.15") == before - left(client)


def test_a_subaccount_spends_its_owners_money(client, world, price_of):
    """And shows in its owner's records, unless these leave subaccounts out."""
    branch = client.api.accounts.create()

    def buy():
        world.store.insert(type(world.number)(
            sid=world.ids.sid("PN"), account_sid=branch.sid, phone_number="+18885550142",
            friendly_name="Free", type="tollfree", date_created=world.clock.now()))

    assert Decimal("2.15") == price_of(buy)
    own = client.usage.records.list(category="totalprice", include_subaccounts=False)
    assert Decimal("1.15") == Decimal(own[0].price)


# --- records --------------------------------------------------------------------------------


@pytest.fixture
def busy(client, world, delivered, call, alice, office):
    """An account with some of everything; the text that comes in gets a reply."""
    delivered()
    delivered("x" * 300)
    delivered(media_url=["http://demo.twilio.com/owl.png"])
    call("<Response><Pause length='70'/></Response>")
    world.settle(alice.texts("Ahoy", to=office).sid)
    alice.hangs_up(after=5)
    world.settle(alice.calls(office).sid)


def test_usage_adds_up_to_the_balance(client, busy):
    """Paid in, less the total, is what is left."""
    assert Decimal(20) - spent(client.usage.records.list()) == left(client)


def test_categories_add_up_to_the_total(client, busy):
    """Those without parts, and those whose parts are added up."""
    prices = {one.category: Decimal(one.price) for one in client.usage.records.list()}
    leaves = [name for name, one in usage.CATEGORIES.items()
              if not one.parts and name != "totalprice"]
    assert sum(prices[name] for name in leaves) == prices["totalprice"]
    for name, one in usage.CATEGORIES.items():
        if one.parts:
            assert sum(prices[part] for part in one.parts) == prices[name]


@pytest.mark.parametrize(("category", "count", "used", "unit"), [
    ("sms-outbound", "3", "4", "segments"),
    ("sms-inbound-longcode", "1", "1", "segments"),
    ("mms-outbound", "1", "1", "messages"),
    ("calls-outbound", "1", "2", "minutes"),
    ("calls-inbound-local", "1", "1", "minutes"),
    ("phonenumbers-local", "1", "1", "numbers"),
])
def test_a_category_counts_what_was_done(client, busy, category, count, used, unit):
    """`count` in things, `usage` in what is billed."""
    record, = client.usage.records.list(category=category)
    assert (count, used, unit) == (record.count, record.usage, record.usage_unit)


def test_the_total_has_no_count(client):
    """Its usage is its price."""
    total, = client.usage.records.list(category="totalprice")
    assert (None, "", "1.15", "usd") == (
        total.count, total.count_unit, total.usage, total.usage_unit)


def test_a_record_is_as_in_twilios_openapi(ask, home):
    """Strings for amounts, small letters for the currency, dates as days."""
    said = ask("GET", home + "/Usage/Records/Today.json", Category="sms").json["usage_records"][0]
    assert ("0", "0", "0", "usd", "2026-01-05", "2026-01-05T09:00:00+00:00") == (
        said["count"], said["usage"], said["price"], said["price_unit"], said["start_date"],
        said["as_of"])
    assert f"{home}/Usage/Records/Daily.json?Category=sms" == said["subresource_uris"]["daily"]
    assert said["uri"].endswith("Today.json?Category=sms&StartDate=2026-01-05&EndDate=2026-01-05")


def test_an_unknown_category_has_no_record(world, client):
    """And the trace says so."""
    assert [] == client.usage.records.list(category="sms-outgoing")
    assert any("no usage of the category" in str(record) for record in world.trace)


@pytest.fixture
def three_days(client, world, delivered, tomorrow):
    """A text on the first day, none on the second, two on the third, 30 January."""
    tomorrow(23)
    delivered()
    tomorrow(2)
    delivered()
    delivered()


def counts(records) -> dict[str, str]:
    """How often, by the first day of the record."""
    return {one.start_date.isoformat(): one.count for one in records}


def test_usage_is_told_by_the_day(client, three_days):
    """The newest first."""
    daily = client.usage.records.daily.list(category="sms", start_date="-2days")
    assert [("2026-01-30", "2"), ("2026-01-29", "0"), ("2026-01-28", "1")] == list(
        counts(daily).items())


def test_usage_is_told_by_month_and_year(client, three_days, delivered, tomorrow):
    """A month has its first and last day."""
    tomorrow(5)
    delivered()
    monthly = client.usage.records.monthly.list(category="sms")
    assert {"2026-02-01": "1", "2026-01-05": "3"} == counts(monthly)
    assert {"2026-01-05": "4"} == counts(client.usage.records.yearly.list(category="sms"))
    assert {"2026-01-01": "3"} == counts(client.usage.records.last_month.list(category="sms"))
    assert {"2026-02-01": "1"} == counts(client.usage.records.this_month.list(category="sms"))


def test_today_and_yesterday(client, three_days):
    """In UTC."""
    assert ["2"] == [one.count for one in client.usage.records.today.list(category="sms")]
    assert ["0"] == [one.count for one in client.usage.records.yesterday.list(category="sms")]


@pytest.mark.parametrize(("dates", "expected"), [
    ({"start_date": MONDAY + dt.timedelta(days=24)}, "2"),
    ({"end_date": MONDAY + dt.timedelta(days=24)}, "1"),
    ({"start_date": MONDAY, "end_date": MONDAY}, "0"),
    ({"start_date": "-1days"}, "2"),
    ({"end_date": "-1day"}, "1"),
])
def test_the_period_can_be_chosen(client, three_days, dates, expected):
    """By date, or in days from today."""
    record, = client.usage.records.list(category="sms", **dates)
    assert expected == record.count


def test_a_long_list_of_records_has_pages(ask, home):
    """Their tokens are numbers in base64, as in Twilio's OpenAPI example."""
    first = ask("GET", home + "/Usage/Records.json", PageSize="1").json
    assert first["next_page_uri"].endswith("Records.json?PageSize=1&Page=1&PageToken=APMQ%3D%3D")
    second = ask("GET", first["next_page_uri"]).json
    assert ["calls", "calls-inbound"] == [
        page["usage_records"][0]["category"] for page in (first, second)]
    back = ask("GET", second["previous_page_uri"]).json
    assert ("calls", 0) == (back["usage_records"][0]["category"], back["page"])


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_pages_of_any_size_make_up_the_records(client, size):
    """Each category once."""
    found = [one.category for one in client.usage.records.list(page_size=size)]
    assert list(usage.CATEGORIES) == found
