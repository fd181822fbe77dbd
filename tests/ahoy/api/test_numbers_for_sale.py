"""AvailablePhoneNumbers, and IncomingPhoneNumbers bought, set up and given back."""

from __future__ import annotations

import re

import pytest
from twilio.base.exceptions import TwilioRestException

FICTION = re.compile(r"\+1[2-9]\d\d55501\d\d")


@pytest.fixture
def shop(client):
    """What the United States have to offer."""
    return client.available_phone_numbers("US")


@pytest.fixture
def buy(client):
    """Buys a number."""
    return client.incoming_phone_numbers.create


def numbers(found) -> list[str]:
    return [one.phone_number for one in found]


def code_of(act) -> int:
    with pytest.raises(TwilioRestException) as refused:
        act()
    return refused.value.code


def test_one_country_is_on_offer(client, shop):
    """With its two types of numbers."""
    us = shop.fetch()
    assert ["US"] == [one.country_code for one in client.available_phone_numbers.list()]
    assert ("United States", False) == (us.country, us.beta)
    assert ["local", "toll_free"] == list(us.subresource_uris)


def test_an_available_number_is_as_in_twilios_openapi(ask, home):
    """The letter case of its capabilities is not that of an owned number."""
    said = ask("GET", f"{home}/AvailablePhoneNumbers/US/Local.json", AreaCode="415",
               PageSize="1").json
    assert ["available_phone_numbers", "uri"] == list(said)
    assert [{
        "address_requirements": "none", "beta": False,
        "capabilities": {"voice": True, "SMS": True, "MMS": True},
        "friendly_name": "(415) 555-0150", "iso_country": "US", "lata": None,
        "latitude": "37.770000", "locality": "San Francisco", "longitude": "-122.420000",
        "phone_number": "+14155550150", "postal_code": "94102", "rate_center": "SAN FRANCISCO",
        "region": "CA",
    }] == said["available_phone_numbers"]


def test_only_fictional_numbers_are_on_offer_and_at_most_thirty(shop):
    """Nobody real has 555-0100 to 555-0199."""
    found = numbers(shop.local.list()) + numbers(shop.toll_free.list())
    assert 60 == len(found) == len(set(found))
    assert all(map(FICTION.fullmatch, found))


def test_a_search_always_finds_the_same(shop):
    """Nothing is random."""
    assert numbers(shop.local.list()) == numbers(shop.local.list())


@pytest.mark.parametrize(("wanted", "expected"), [
    ({"area_code": 212}, "+12125550150"),
    ({"contains": "617555***1"}, "+16175550151"),
    ({"contains": "sea555"}, "+17325550150"),
    ({"in_region": "HI"}, "+18085550150"),
    ({"in_postal_code": "97204"}, "+15035550150"),
    ({"in_locality": "Savannah"}, "+19125550150"),
    ({"near_number": "+18085550123"}, "+18085550150"),
    ({"near_lat_long": "47.6,-122.3", "distance": 5}, "+12065550150"),
    ({"area_code": 415, "sms_enabled": True, "contains": "0159"}, None),
    ({"area_code": 415, "voice_enabled": True, "contains": "0159"}, "+14155550159"),
    ({"fax_enabled": True}, None),
    ({"area_code": 999}, None),
    ({"in_region": "ZZ"}, None),
])
def test_numbers_are_found_by_what_is_asked_of_them(shop, wanted, expected):
    """Letters are those of a keypad, * is any digit; no match is an empty list."""
    found = shop.local.list(limit=1, **wanted)
    assert expected == (found[0].phone_number if found else None)


def test_numbers_are_near_within_the_distance(shop):
    """25 miles, unless said otherwise."""
    around = shop.local.list(near_number="+14155550100")
    assert {"CA"} == {one.region for one in around}
    assert {"San Francisco"} == {
        one.locality for one in shop.local.list(near_number="+14155550100", distance=5)}


def test_a_toll_free_number_is_nowhere(shop):
    """No city, no state, no place on the map."""
    found = shop.toll_free.list(limit=1)[0]
    assert ("+18005550150", None, None, None) == (
        found.phone_number, found.locality, found.region, found.latitude)


def test_there_are_no_mobile_numbers_in_the_united_states(shop):
    """An empty list is no error."""
    assert [] == shop.mobile.list()


def test_a_country_that_is_none_is_not_found(client):
    """404."""
    assert 20404 == code_of(client.available_phone_numbers("XX").fetch)


def test_a_phone_of_the_lesson_is_not_for_sale(world, shop, buy):
    """Nor is a number that somebody has."""
    world.phones.get("+14155550150", "Dora")
    buy(phone_number="+14155550151")
    assert ["+14155550152"] == numbers(shop.local.list(area_code=415, limit=1))


def test_a_bought_number_is_set_up_as_asked(client, buy, ask, home):
    """The name is the number in its usual form; unset URLs are empty."""
    bought = buy(phone_number="+1 (212) 555-0170", sms_url="https://a.example/sms",
                 voice_method="GET")
    kept = client.incoming_phone_numbers(bought.sid).fetch()
    assert ("+12125550170", "(212) 555-0170", "https://a.example/sms", "GET", "") == (
        kept.phone_number, kept.friendly_name, kept.sms_url, kept.voice_method, kept.voice_url)
    # `type` is on the wire; the older SDKs do not read it
    assert "local" == ask("GET", f"{home}/IncomingPhoneNumbers/{bought.sid}.json").json["type"]
    assert {"voice": True, "sms": True, "mms": True, "fax": False} == kept.capabilities


def test_a_number_is_bought_in_an_area(buy):
    """The first that is free; then the next."""
    assert ["+12065550150", "+12065550151"] == [
        buy(area_code="206").phone_number, buy(area_code="206").phone_number]


def test_an_area_can_be_sold_out(buy, world):
    """21452."""
    for last in range(150, 200):
        world.phones.get(f"+13075550{last}")
    assert 21452 == code_of(lambda: buy(area_code="307"))


def test_numbers_are_listed_by_type(client, buy, office, ask, home):
    """Local, TollFree, Mobile."""
    client.incoming_phone_numbers.toll_free.create(phone_number="+18885550150")
    listed = ask("GET", f"{home}/IncomingPhoneNumbers.json").json["incoming_phone_numbers"]
    assert "tollfree" == listed[0]["type"]
    assert [[office], ["+18885550150"], []] == [
        numbers(getattr(client.incoming_phone_numbers, kind).list())
        for kind in ("local", "toll_free", "mobile")]


def test_a_second_number_sends_and_receives(client, buy, alice, world):
    """From either; what comes in to it goes to its own site."""
    second = buy(area_code="206", sms_url="https://demo.twilio.com/welcome/sms/reply/").phone_number
    sent = client.messages.create(to=alice.number, from_=second, body="From Seattle")
    world.settle(sent.sid)
    call = client.calls.create(to=alice.number, from_=second, twiml="<Response><Pause/></Response>")
    world.settle(call.sid)
    back = alice.texts("Hello", to=second)
    world.settle(back.sid)
    assert [second] * 2 == [one.from_ for one in alice.messages if one.direction == "inbound"]
    assert ("completed", "inbound") == (
        call.fetch().status, client.messages(back.sid).fetch().direction)


def test_a_number_that_was_given_back_is_anybodys(client, buy, alice):
    """Not found, not usable, for sale again."""
    bought = buy(area_code="206")
    assert bought.delete()
    assert 20404 == code_of(client.incoming_phone_numbers(bought.sid).fetch)
    assert 21659 == code_of(lambda: client.messages.create(
        to=alice.number, from_=bought.phone_number, body="Hi"))
    assert bought.phone_number == buy(phone_number=bought.phone_number).phone_number


def test_the_accounts_first_number_is_the_oldest_that_is_left(client, buy, world):
    """When the first is given back, the next takes its place."""
    second = buy(area_code="206")
    client.incoming_phone_numbers(world.number.sid).delete()
    assert second.phone_number == world.number.phone_number


def test_a_number_moves_to_a_subaccount(client, buy):
    """And is no longer the main account's."""
    other = client.api.v2010.accounts.create(friendly_name="Branch")
    bought = buy(area_code="206")
    assert other.sid == bought.update(account_sid=other.sid).account_sid
    assert 20404 == code_of(client.incoming_phone_numbers(bought.sid).fetch)
    assert 20001 == code_of(lambda: buy(area_code="206").update(account_sid="AC" + "9" * 32))
