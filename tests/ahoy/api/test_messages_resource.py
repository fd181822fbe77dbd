"""Messages: sent, changed and deleted through the SDK."""

from __future__ import annotations

from ahoy.store.rows import Message
from tests.refusals import code_of


def test_a_message_is_queued_first_and_delivered_in_the_end(world, text):
    """201 does not mean delivered."""
    message = text()
    assert "queued" == message.status
    world.settle(message.sid)
    assert "delivered" == message.fetch().status


def test_segments_are_packed_as_carriers_do(text):
    """161 GSM-7 characters take two segments; one emoji makes it UCS-2."""
    assert ["1", "2", "2"] == [
        text(body).num_segments for body in ("x" * 160, "x" * 161, "x" * 70 + "👋")]


def test_a_message_with_media_is_an_mms(text):
    """Its SID begins with MM, and it counts as one segment without a body."""
    message = text(body=None, media_url=["http://demo.twilio.com/owl.png"] * 2)
    assert ("MM", "2", "1", "") == (
        message.sid[:2], message.num_media, message.num_segments, message.body)


def test_an_empty_body_redacts_a_message(delivered):
    """The text is gone, the rest stays."""
    message = delivered("My secret")
    assert "" == message.update(body="").body
    assert ("", "delivered") == (message.fetch().body, message.fetch().status)


def test_a_message_cannot_be_rewritten(delivered):
    """Only redacted."""
    message = delivered()
    assert (400, 20001) == code_of(lambda: message.update(body="Something else"))
    assert "Your boat is ready" == message.fetch().body


def test_a_message_on_its_way_can_be_neither_redacted_nor_deleted(text):
    """409 and 20009."""
    assert (409, 20009) == code_of(lambda: text().update(body=""))
    assert (409, 20009) == code_of(lambda: text().delete())


def test_a_delivered_message_can_be_deleted(client, delivered):
    """Then it is neither listed nor found."""
    message = delivered()
    assert message.delete()
    assert not client.messages.list()
    assert (404, 20404) == code_of(message.fetch)


def test_only_a_scheduled_message_can_be_canceled(delivered):
    """30409 for any other."""
    assert (409, 30409) == code_of(lambda: delivered().update(status="canceled"))


def test_another_status_cannot_be_set(delivered):
    """`canceled` is the only one."""
    assert (400, 20001) == code_of(lambda: delivered().update(status="delivered"))


def test_an_update_of_nothing_changes_nothing(delivered):
    """Twilio answers with the message."""
    message = delivered()
    assert message.body == message.update().body


def test_a_message_of_another_account_is_not_found(world, client, delivered):
    """Also when its SID is known."""
    message = delivered()
    world.store.update(world.store.get(Message, message.sid), account_sid="AC" + "9" * 32)
    assert (404, 20404) == code_of(message.fetch)
