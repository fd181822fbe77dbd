"""Lists of what an account of Ahoy can't have: empty, as for one that never used the product.

A tool that keeps an account in step with its files walks all lists, and must come through.
What such a list would hold is not found (404), and making it is refused by name (501).

Lists that Twilio fills for every account are refused by name, too: an empty one would be
untrue. Such are the prices, the types of regulations, of operators and of add-ons, Verify's
templates, the roles of Conversations, Monitor's events, Insights of calls, and usage of SIMs.
The keys are those of Twilio's OpenAPI files.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import paging, routes
from .answers import Answer
from .messaging import services
from .request_context import Ask
from .v2010 import incoming_phone_numbers, recordings

ACCOUNT = routes.ACCOUNT
SERVICE = services.SERVICE
NUMBER = incoming_phone_numbers.NUMBER
RECORDING = ACCOUNT + recordings.RECORDING

MADE = {
    "accounts": {"/v1/Credentials/AWS": "credentials", "/v1/Credentials/PublicKeys": "credentials"},
    "api": {
        f"{ACCOUNT}/Addresses": "addresses",
        f"{ACCOUNT}/SIP/CredentialLists": "credential_lists",
        f"{ACCOUNT}/SIP/Domains": "domains",
        f"{ACCOUNT}/SIP/IpAccessControlLists": "ip_access_control_lists",
        f"{NUMBER}/AssignedAddOns": "assigned_add_ons",
    },
    "bulkexports": {"/v1/Exports/{resource_type}/Jobs": "jobs"},
    "chat": {"/v1/Credentials": "credentials", "/v1/Services": "services",
             "/v2/Credentials": "credentials", "/v2/Services": "services"},
    "content": {"/v1/Content": "contents"},
    "conversations": {"/v1/Configuration/Addresses": "address_configurations",
                      "/v1/Conversations": "conversations", "/v1/Credentials": "credentials",
                      "/v1/Services": "services", "/v1/Users": "users"},
    "events": {"/v1/Sinks": "sinks", "/v1/Subscriptions": "subscriptions"},
    "flex-api": {"/v1/Channels": "flex_chat_channels", "/v1/FlexFlows": "flex_flows",
                 "/v1/WebChannels": "flex_chat_channels"},
    "intelligence": {"/v2/Operators/Custom": "operators", "/v2/Services": "services",
                     "/v2/Transcripts": "transcripts"},
    "ip-messaging": {"/v1/Credentials": "credentials", "/v1/Services": "services",
                     "/v2/Credentials": "credentials", "/v2/Services": "services"},
    "knowledge": {"/v1/Knowledge": "knowledge"},
    "marketplace": {"/v1/InstalledAddOns": "installed_add_ons"},
    "messaging": {
        "/v1/Tollfree/Verifications": "verifications",
        "/v1/a2p/BrandRegistrations": "data",
        "/v2/Channels/Senders": "senders",
        f"{SERVICE}/AlphaSenders": "alpha_senders",
        f"{SERVICE}/ChannelSenders": "senders",
        f"{SERVICE}/Compliance/Usa2p": "compliance",
        f"{SERVICE}/DestinationAlphaSenders": "alpha_senders",
        f"{SERVICE}/ShortCodes": "short_codes",
    },
    "notify": {"/v1/Credentials": "credentials", "/v1/Services": "services"},
    "numbers": {"/v2/HostedNumber/AuthorizationDocuments": "items",
                "/v2/HostedNumber/Orders": "items",
                "/v2/RegulatoryCompliance/Bundles": "results",
                "/v2/RegulatoryCompliance/EndUsers": "results",
                "/v2/RegulatoryCompliance/SupportingDocuments": "results"},
    "proxy": {"/v1/Services": "services"},
    "serverless": {"/v1/Services": "services"},
    "studio": {"/v2/Flows": "flows"},
    "supersim": {"/v1/Fleets": "fleets", "/v1/ESimProfiles": "esim_profiles",
                 "/v1/IpCommands": "ip_commands",
                 "/v1/NetworkAccessProfiles": "network_access_profiles",
                 "/v1/Sims": "sims", "/v1/SmsCommands": "sms_commands"},
    "sync": {"/v1/Services": "services"},
    "taskrouter": {"/v1/Workspaces": "workspaces"},
    "trunking": {"/v1/Trunks": "trunks"},
    "trusthub": {"/v1/CustomerProfiles": "results", "/v1/EndUsers": "results",
                 "/v1/SupportingDocuments": "results", "/v1/TrustProducts": "results"},
    "verify": {"/v2/Services": "services"},
    "video": {"/v1/CompositionHooks": "composition_hooks", "/v1/Compositions": "compositions",
              "/v1/Rooms": "rooms"},
    "voice": {"/v1/ByocTrunks": "byoc_trunks", "/v1/ConnectionPolicies": "connection_policies",
              "/v1/IpRecords": "ip_records", "/v1/SourceIpMappings": "source_ip_mappings"},
    "wireless": {"/v1/Commands": "commands", "/v1/RatePlans": "rate_plans"},
}
"""Host, then the list and the key of its items: what can be made there with POST."""

FOUND = {
    "api": {
        f"{ACCOUNT}/AuthorizedConnectApps": "authorized_connect_apps",
        f"{ACCOUNT}/ConnectApps": "connect_apps",
        f"{ACCOUNT}/SMS/ShortCodes": "short_codes",
        f"{RECORDING}/AddOnResults": "add_on_results",
    },
    "bulkexports": {"/v1/Exports/{resource_type}/Days": "days"},
    "content": {"/v1/ContentAndApprovals": "contents", "/v1/LegacyContent": "contents",
                "/v2/Content": "contents", "/v2/ContentAndApprovals": "contents"},
    "conversations": {"/v1/ParticipantConversations": "conversations"},
    "insights": {"/v1/Video/Rooms": "rooms"},
    "numbers": {"/v1/Porting/PortIn/PortInRequests": "port_in_requests"},
    "studio": {"/v1/Flows": "flows"},
    "supersim": {"/v1/SettingsUpdates": "settings_updates"},
    "verify": {"/v2/Attempts": "attempts"},
    "video": {"/v1/Recordings": "recordings"},
    "wireless": {"/v1/Sims": "sims"},
}
"""The same for what comes by another way than POST."""

PARENTS: dict[str, Callable[[Ask], Any]] = {
    NUMBER: incoming_phone_numbers.find, RECORDING: recordings.find, SERVICE: services.find}
"""Whose list it is must be there; else Twilio answers 404."""


def _nothing(path: str, key: str) -> routes.Handler:
    parent = next((PARENTS[one] for one in PARENTS if path.startswith(one + "/")), None)

    def listing(ask: Ask) -> Answer:
        if parent is not None:
            parent(ask)
        return paging.computed(ask, key, [])

    return listing


def register() -> None:
    """Puts them on their paths."""
    for table in (MADE, FOUND):
        for host, lists in table.items():
            for path, key in lists.items():
                routes.stays_empty(path, _nothing(path, key), host, is_made=table is MADE)
