"""The limits of a fetch in politeness, time and size, and the Scrapy settings that follow from them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from collectors.crawl.address_guard import Policy

#: Most bytes of a page, compressed and decompressed. The largest of 207 real news pages has 2.2 MB.
MAX_PAGE = 10_000_000
#: Most bytes of a robots.txt that are downloaded, and that are parsed; RFC 9309 requires at least 500 KiB.
MAX_ROBOTS, ROBOTS_READ = 10_000_000, 512_000
#: The longest Crawl-delay that is accepted, in seconds; a host that asks for more is not asked.
MAX_CRAWL_DELAY = 120.0
CONTACT = "PARALLAX_CONTACT"
#: Our name in robots.txt.
PRODUCT = "parallax"

try:
    _VERSION = version("parallax-news")
except PackageNotFoundError:  # a checkout that is not installed
    _VERSION = "0"


def user_agent(contact: str | None) -> str:
    """Return how we introduce ourselves to a host.

    Args:
        contact: An address or a web page where the host reaches whoever collects.
    """
    return f"{PRODUCT}/{_VERSION}" + (f" (+{contact})" if contact else "")


@dataclass(frozen=True, slots=True)
class Limits:
    """The manners and limits of a fetcher; times are in seconds, sizes in bytes.

    `delay` is the time between the end of an answer and the next request to the same host. AutoThrottle makes it longer
    for a slow host, and so does a robots.txt that asks for more. With delay 0 there is no pacing and `per_host`
    requests are under way at once, for servers of our own.
    """

    delay: float = 2.0
    longest_delay: float = 60.0
    per_host: int = 8
    timeout: float = 60.0
    max_page: int = MAX_PAGE
    redirects: int = 5
    contact: str | None = None
    robots: bool = True
    policy: Policy = field(default_factory=Policy)

    @classmethod
    def resolve(cls, environ: Mapping[str, str] | None = None) -> Limits:
        """Return the defaults with PARALLAX_CONTACT and PARALLAX_ALLOW_ADDRESSES applied.

        Args:
            environ: Environment variables; None for those of the process.

        Raises:
            ParallaxError: If PARALLAX_ALLOW_ADDRESSES cannot be read.
        """
        environ = os.environ if environ is None else environ
        return cls(contact=environ.get(CONTACT) or None, policy=Policy.resolve(environ))

    @property
    def polite(self) -> bool:
        """Whether there is any pacing."""
        return self.delay > 0


def scrapy_settings(limits: Limits) -> dict[str, Any]:
    """Return the settings of the crawler.

    Components that are not needed are off, and only http and https are supported.
    """
    here = "collectors.crawl.middlewares"
    scrapy = "scrapy.downloadermiddlewares"
    http = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
    return {
        "USER_AGENT": user_agent(limits.contact),
        "DOWNLOAD_HANDLERS_BASE": {"http": http, "https": http},
        "DOWNLOADER_MIDDLEWARES_BASE": {
            f"{here}.Guard": 50,
            f"{here}.Robots": 100,
            f"{scrapy}.downloadtimeout.DownloadTimeoutMiddleware": 350,
            f"{scrapy}.defaultheaders.DefaultHeadersMiddleware": 400,
            f"{scrapy}.useragent.UserAgentMiddleware": 500,
            f"{scrapy}.httpcompression.HttpCompressionMiddleware": 590,
            f"{here}.KeepRaw": 595,
            f"{here}.Redirects": 600,
        },
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {f"{here}.Pace": 0},
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "en,*;q=0.5",
            # Not br: a server may send it unasked, and it is decoded, but few readers of WARC files can do that.
            "Accept-Encoding": "gzip, deflate",
        },
        # An error status is an answer; the caller decides what to do about it.
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": limits.delay,
        "AUTOTHROTTLE_MAX_DELAY": max(limits.longest_delay, limits.delay),
        "DOWNLOAD_DELAY": limits.delay,
        "DOWNLOAD_DELAY_JITTER": 0,  # a random part could be below the delay that a host asked for
        "CONCURRENT_REQUESTS": 0,  # bounded by how many jobs are submitted
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1 if limits.polite else limits.per_host,
        "DOWNLOAD_TIMEOUT": limits.timeout,
        "DOWNLOAD_MAXSIZE": limits.max_page,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "REDIRECT_MAX_TIMES": limits.redirects,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_ENABLED": False,
        "PARALLAX_LIMITS": limits,
    }
