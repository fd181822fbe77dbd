"""What a handset can call and text: the account's numbers and, from a browser, its apps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...phones import PhoneError
from ...store.rows import Application, PhoneNumber

if TYPE_CHECKING:
    from ...phones import Handset
    from ...world import World


def app(world: World, sid: str, handset: Handset) -> Application:
    """The account's app with this SID. Raises `PhoneError` for what can't be called so."""
    if not handset.number.startswith("client:"):
        raise PhoneError(f"{handset.name} can't call an app: only a browser or an app of yours "
                         'can, such as phone("client:ada"). A telephone calls a number.')
    found = world.store.get(Application, sid)
    if found is None:
        raise PhoneError(
            f"{handset.name} can't reach app:{sid}: your account has no such app. Make one, "
            'app = client.applications.create(voice_url=...), and call f"app:{app.sid}".')
    return found


def number(world: World, dialled: str, handset: Handset) -> PhoneNumber:
    """The account's number. Raises `PhoneError` for another one."""
    owned = world.store.find(PhoneNumber, phone_number=dialled)
    if owned:
        return owned[0]
    mine = world.number.phone_number
    if dialled == mine:
        raise PhoneError(f"{handset.name} can't reach {dialled}: Twilio lends it to your trial "
                         "for sending. Use start(), whose account has a number of its own.")
    raise PhoneError(
        f"{handset.name} can't reach {dialled}: it is no number of your account, and practice "
        f"has no other network. Use account.number, {mine}." + _by_an_app(handset, dialled))


def _by_an_app(handset: Handset, number: str) -> str:
    if not handset.number.startswith("client:"):
        return ""
    return f' A browser reaches others by your app: .calls("app:AP...", To="{number}").'
