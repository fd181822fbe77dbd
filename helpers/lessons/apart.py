"""A world of a check's own: the learner's account as it is named, phones and clock apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ahoy import World, within


@contextmanager
def apart(world: World) -> Iterator[None]:
    """Whatever is called, texted or served in here happens beside `world`, on virtual time.

    SID and token are those of `world`, so that clients and guards made before go on. Its sites
    can be called, too; the phones on the page notice nothing.
    """
    own = World(clock="virtual", kind=world.kind)
    own.sites.update(world.sites)
    own.reasons.update(world.reasons)
    own.permissions, own.network = world.permissions, world.network
    for mine, theirs in ((own.account, world.account), (own.test_account, world.test_account)):
        own.store.update(mine, auth_token=theirs.auth_token)
    try:
        with within(own):
            yield
    finally:
        own.close()
