"""Usage triggers: a site is told when a category of usage reaches a value."""

from __future__ import annotations

import pytest
from flask import Flask, request
from twilio.request_validator import RequestValidator

from ahoy.trace import Webhook
from helpers.site import serve

DAY = 86_400.0


@pytest.fixture
def site():
    """A site that keeps what it is told."""
    app = Flask("budget")
    app.seen = []

    @app.route("/spent", methods=["GET", "POST"])
    def spent():
        app.seen.append((request.method, request.values.to_dict()))
        return "", 204

    site = serve(app, name="budget")
    site.seen = app.seen
    yield site
    site.stop()


@pytest.fixture
def watch_usage(client, site):
    """Makes a trigger that tells the site."""

    def make(**what):
        wanted = {"callback_url": f"{site.url}/spent", "usage_category": "sms",
                  "trigger_value": "2"}
        return client.usage.triggers.create(**wanted | what)

    return make


def values(site) -> list[str]:
    """How much was used when the site was told."""
    return [told["CurrentValue"] for _, told in site.seen]


def test_a_trigger_fires_once_when_its_value_is_reached(watch_usage, delivered, site):
    """Not before, and not again."""
    trigger = watch_usage()
    delivered()
    assert [] == site.seen
    delivered()
    delivered()
    assert ["2"] == values(site)
    assert trigger.fetch().date_fired is not None


def test_the_site_is_told_what_was_reached(watch_usage, delivered, site, world):
    """Ten parameters, as on Twilio's page."""
    trigger = watch_usage(trigger_value="1", friendly_name="Texts")
    delivered()
    (method, told), = site.seen
    token = told.pop("IdempotencyToken")
    assert token
    assert ("POST", {
        "AccountSid": world.account.sid, "UsageTriggerSid": trigger.sid,
        "DateFired": "Mon, 05 Jan 2026 09:00:02 +0000", "Recurring": "",
        "UsageCategory": "sms", "TriggerBy": "usage", "TriggerValue": "1", "CurrentValue": "1",
        "UsageRecordUri":
            f"/2010-04-01/Accounts/{world.account.sid}/Usage/Records.json?Category=sms",
    }) == (method, told)


def test_the_call_is_signed(watch_usage, delivered, world):
    """Like every webhook."""
    trigger = watch_usage(trigger_value="1")
    delivered()
    sent = next(one for one in world.trace.about([trigger.sid]) if isinstance(one, Webhook))
    validator = RequestValidator(world.account.auth_token)
    assert validator.validate(sent.url, sent.params, sent.headers["X-Twilio-Signature"])


@pytest.mark.parametrize(("by", "value", "reached"), [
    ("count", "1", "1"), ("usage", "2", "2"), ("price", "0.01", "0.0166")])
def test_a_trigger_counts_things_units_or_money(watch_usage, delivered, site, by, value, reached):
    """One text of two segments is one message, two segments, and its price."""
    watch_usage(trigger_by=by, trigger_value=value)
    delivered("x" * 200)
    assert [reached] == values(site)


def test_a_calls_price_fires_a_trigger(watch_usage, call, site):
    """`totalprice` has all usage; the number's 1.15 is in it."""
    watch_usage(usage_category="totalprice", trigger_by="price", trigger_value="1.16",
                callback_method="GET")
    call("<Response><Pause/></Response>")
    (method, told), = site.seen
    assert ("GET", "1.164") == (method, told["CurrentValue"])


def test_a_texts_coming_in_count_too(watch_usage, world, alice, office, site):
    """They are charged as well."""
    watch_usage(usage_category="sms-inbound", trigger_value="1")
    world.settle(alice.texts("Ahoy", to=office).sid)
    assert ["1"] == values(site)


def test_a_daily_trigger_fires_once_a_day(watch_usage, delivered, site, world):
    """And counts from midnight UTC."""
    watch_usage(recurring="daily")
    for _ in range(3):
        delivered()
    world.env.run(until=world.env.now + DAY)
    delivered()
    assert ["2"] == values(site)
    delivered()
    assert ["2", "2"] == values(site)


def test_a_value_can_be_counted_from_now(watch_usage, delivered):
    """`+2` is two more than what is used already."""
    delivered()
    trigger = watch_usage(trigger_value="+2")
    assert ("3", "1") == (trigger.trigger_value, trigger.current_value)


def test_a_deleted_trigger_tells_nobody(client, watch_usage, delivered, site):
    """It is gone."""
    client.usage.triggers(watch_usage(trigger_value="1").sid).delete()
    delivered()
    assert ([], []) == (site.seen, client.usage.triggers.list())


def test_a_trigger_can_be_changed(client, watch_usage, site):
    """Whom it tells, and its name."""
    made = watch_usage()
    changed = client.usage.triggers(made.sid).update(
        callback_url=f"{site.url}/other", callback_method="GET", friendly_name="Texts")
    assert (f"{site.url}/other", "GET", "Texts") == (
        changed.callback_url, changed.callback_method, changed.friendly_name)


@pytest.mark.parametrize(("filters", "expected"), [
    ({}, ["calls", "sms"]),
    ({"usage_category": "sms"}, ["sms"]),
    ({"trigger_by": "price"}, ["calls"]),
    ({"recurring": "daily"}, ["calls"]),
    ({"recurring": "alltime"}, ["sms"]),
    ({"recurring": "yearly"}, []),
])
def test_triggers_are_listed(client, watch_usage, filters, expected):
    """By category, by what they count, and by how often they fire."""
    watch_usage()
    watch_usage(usage_category="calls", trigger_by="price", recurring="daily")
    found = client.usage.triggers.list(**filters)
    assert expected == [one.usage_category for one in found]


def test_triggers_of_a_file_still_fire_in_the_next_kernel(tmp_path):
    """The account remembers them."""
    from twilio.rest import Client

    from ahoy import SimulatorClient, World

    def client_of(world):
        return Client(world.account.sid, world.account.auth_token,
                      http_client=SimulatorClient(world))

    first = World(clock="virtual", path=tmp_path / "practice.db")
    client_of(first).usage.triggers.create("http://127.0.0.1:9/x", "1", "sms")
    first.close()
    second = World(clock="virtual", path=tmp_path / "practice.db")
    client = client_of(second)
    sent = client.messages.create(to="+14155550123", from_="+14155550100", body="Hi")
    second.settle(sent.sid)
    assert client.usage.triggers.list()[0].date_fired is not None
    second.close()
