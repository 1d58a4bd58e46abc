"""Who may talk to the server: pages it served itself, and nobody another site's name leads here.

A name that an attacker's DNS points at this machine (DNS rebinding) arrives as the Host header; a page of
another site that opens a WebSocket to this machine arrives as the Origin header.
"""

import ipaddress
from urllib.parse import urlsplit

__all__ = ["is_own_host", "is_own_origin"]


def is_own_host(host: str | None, *, served: str) -> bool:
    """Whether a Host header needs no DNS to mean us: an address, ``localhost``, or ``served`` itself."""
    name = _hostname(f"//{host}") if host else None
    if name is None:
        return False
    if name in ("localhost", served.lower()):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_own_origin(origin: str | None, host: str | None, *, served: str) -> bool:
    """Whether a page of this very server opens the connection; browsers always say where a page is from."""
    if not origin or not is_own_host(host, served=served):
        return False
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and parts.netloc.lower() == (host or "").lower()


def _hostname(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
