"""Messages that are sent later, through a Messaging Service."""

from __future__ import annotations

import datetime as dt

import pytest
from twilio.rest import Client

from ahoy import SimulatorClient, World
from ahoy.trace import Alert
from tests.refusals import code_of


@pytest.fixture
def service(client, world):
    """A service with the account's number."""
    made = client.messaging.v1.services.create("Harbour")
    client.messaging.v1.services(made.sid).phone_numbers.create(world.number.sid)
    return made


def later(world, seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(world.clock.now()) + seconds, dt.UTC)


@pytest.fixture
def schedule(client, world, service, alice):
    """Schedules a text to Alice, so many seconds ahead."""

    def run(ahead=600.0, **more):
        wanted = {"to": alice.number, "messaging_service_sid": service.sid, "body": "Boat at six",
                  "schedule_type": "fixed", "send_at": later(world, ahead)}
        return client.messages.create(**wanted | more)

    return run


def wait(world, message):
    """Lets virtual time go on until the message is worked on no longer."""
    world.clock.settle(lambda: not world.exchange.is_live(message.sid))
    return message.fetch()


@pytest.mark.parametrize("ahead", [-3600, 90 * 86_400])
def test_a_date_by_another_clock_is_told_what_this_one_says(schedule, world, ahead):
    """Virtual time begins in January 2026, whatever the computer's clock says."""
    code_of(lambda: schedule(ahead))
    [alert] = [one for one in world.trace if isinstance(one, Alert)]
    assert "The clock of this world says Mon, 05 Jan 2026 09:00:02 +0000." == alert.text
    assert "send_at=twilio.now + timedelta(hours=1)" in alert.cure
    assert "begins=datetime.now(timezone.utc)" in alert.cure


def test_a_scheduled_message_waits(schedule, alice, world):
    """Its first status; nobody is chosen to send it, nothing is sent."""
    made = schedule()
    assert ("scheduled", None, "0") == (made.status, made.from_, made.num_segments)
    assert world.settle(made.sid)
    assert ([], "scheduled") == (alice.messages, made.fetch().status)


def test_it_is_sent_when_it_is_due(schedule, alice, world):
    """Not before."""
    made = schedule(600)
    sent = wait(world, made)
    assert ("delivered", ["Boat at six"]) == (sent.status, [one.body for one in alice.messages])
    assert 600 <= (sent.date_sent - made.date_created).total_seconds() <= 603


def test_it_can_be_canceled(schedule, alice, world):
    """Then it is never sent, and can't be canceled again."""
    made = schedule()
    assert "canceled" == made.update(status="canceled").status
    assert ("canceled", []) == (wait(world, made).status, alice.messages)
    assert (409, 30409) == code_of(lambda: made.update(status="canceled"))


def test_it_can_be_deleted_once_it_is_canceled(schedule):
    """Not before: 20009."""
    made = schedule()
    assert (409, 20009) == code_of(made.delete)
    made.update(status="canceled")
    assert made.delete()


@pytest.mark.parametrize(("ahead", "code"), [
    (299, 35114), (-60, 35114), (3_024_001, 35115),
])
def test_the_window_is_five_minutes_to_35_days(schedule, ahead, code):
    """Outside of it nothing is scheduled."""
    assert (400, code) == code_of(lambda: schedule(ahead))


@pytest.mark.parametrize("ahead", [300, 3_024_000])
def test_the_windows_edges_are_inside(schedule, ahead):
    """Both."""
    assert "scheduled" == schedule(ahead).status


@pytest.mark.parametrize(("more", "code"), [
    ({"send_at": "tomorrow"}, 35117),
    ({"send_at": "2026-13-01T00:00:00Z"}, 35117),
    ({"send_at": ""}, 35111),
    ({"schedule_type": "sometime"}, 35126),
    ({"messaging_service_sid": "", "from_": "+14155550100"}, 35118),
])
def test_a_schedule_that_cant_be_is_refused(schedule, more, code):
    """In Twilio's words."""
    assert (400, code) == code_of(lambda: schedule(**more))


def test_a_zone_in_send_at_counts(schedule, world):
    """Written by hand; the SDK writes UTC whatever the zone was."""
    due = (later(world, 600) + dt.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S+01:00")
    sent = wait(world, schedule(send_at=due))
    assert later(world, 0) - sent.date_sent < dt.timedelta(seconds=60)


def test_a_scheduled_message_outlives_its_kernel(tmp_path):
    """The next world that opens the account sends it."""
    path = tmp_path / "practice.db"
    first = World(clock="virtual", path=path)
    client = Client(first.account.sid, first.account.auth_token, http_client=SimulatorClient(first))
    service = client.messaging.v1.services.create("Harbour")
    client.messaging.v1.services(service.sid).phone_numbers.create(first.number.sid)
    made = client.messages.create(
        to="+14155550123", messaging_service_sid=service.sid, body="Later", schedule_type="fixed",
        send_at=later(first, 400), media_url=["http://demo.twilio.com/owl.png"])
    first.close()

    second = World(clock="virtual", path=path)
    try:
        client = Client(second.account.sid, second.account.auth_token,
                        http_client=SimulatorClient(second))
        again = client.messages(made.sid)
        assert "scheduled" == again.fetch().status
        second.clock.settle(lambda: not second.exchange.is_live(made.sid))
        assert ("delivered", 1) == (again.fetch().status, len(again.media.list()))
    finally:
        second.close()
