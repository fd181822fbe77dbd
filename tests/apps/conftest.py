"""Whole applications, as someone would write them, against practice and nothing else."""

from __future__ import annotations

import pytest

from helpers import phone, serve, start
from helpers.account import leave


@pytest.fixture
def account():
    """Practice on virtual time."""
    yield start(clock="virtual")
    leave()


@pytest.fixture
def alice(account):
    """Alice's handset."""
    return phone("+14155550123", name="Alice")


@pytest.fixture
def publish(account):
    """Serves an app and points the account's number at its /voice and /sms."""
    from twilio.rest import Client

    sites = []

    def run(app):
        site = serve(app)
        sites.append(site)
        number = Client().incoming_phone_numbers.list(phone_number=account.number)[0]
        number.update(voice_url=site.url + "/voice", sms_url=site.url + "/sms")
        return site

    yield run
    for site in sites:
        site.stop()
