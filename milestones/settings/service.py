"""The shape of `service.toml`: servers, addresses, secrets, logs. Knows each section alone, not the environment.

How the environment overrides it is in `settings.env`; what its values must be to each other in `settings.transport`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from milestones.settings.lines import Path
from milestones.settings.part import Flag, Part
from milestones.settings.service_words import (
    UNSET_PORT,
    Count,
    DomainPattern,
    FilePath,
    FolderName,
    Host,
    Listen,
    LogFormat,
    LogFormatWord,
    LogLevel,
    LogLevelWord,
    Port,
    Profile,
    ProfileWord,
    ProviderWord,
    Rate,
    Require,
    RequireWord,
    Secret,
    Security,
    SecurityWord,
    Uncertain,
    UncertainWord,
    Url,
)
from milestones.settings.words import (
    Address,
    Days,
    Domain,
    Mailbox,
    Text,
)

Patience = Annotated[Days, Field(ge=1, le=28)]
"""For how many days delivery is tried."""

STAND_INS: dict[Path, Any] = {("smtp",): {}, ("smtp", "sender"): "nobody@nowhere.example"}


class DatabasePart(Part):
    """`[database]`: where everything is kept."""

    url: Url = Field(
        default="sqlite:///var/milestones.db",
        repr=False,
        description="`sqlite:///PATH`, relative to the folder that holds `config/`, or `postgresql://HOST/NAME`. "
        "One with a password belongs into `MILESTONES_DATABASE__URL`.",
    )


class OauthPart(Part):
    """`oauth = { ... }`: log-in by OAuth2 (XOAUTH2) in place of a password."""

    provider: ProviderWord = Field(
        description="`m365` fetches tokens from Microsoft; `token` takes one from the environment."
    )
    tenant: Text | None = Field(default=None, description="With `m365`: the tenant's id or domain.")
    client_id: Text | None = Field(default=None, description="With `m365`: the application's id.")
    client_secret: Secret | None = Field(
        default=None, description="Only by environment: `..__OAUTH__CLIENT_SECRET` or `.._FILE`."
    )
    token: Secret | None = Field(default=None, description="Only by environment: `..__OAUTH__TOKEN` or `.._FILE`.")


class PolicyPart(Part):
    """`[[smtp.policy]]`: what holds for letters to some domains; the first policy that names a domain wins."""

    domains: list[DomainPattern] = Field(
        min_length=1, description="`police.uk`, or `*.police.uk`: every domain below it, and itself."
    )
    require_tls: Flag = Field(
        default=False,
        description="Only under TLS, also beyond our server (REQUIRETLS, RFC 8689); where that is not offered, wait.",
    )
    connections: Count | None = Field(
        default=None, description="The most letters on their way to these domains at once. Left out: as many as any."
    )
    per_minute: Rate | None = Field(
        default=None, description="The most letters to these domains in any minute. Left out: no limit."
    )


class DkimPart(Part):
    """`[smtp.dkim]`: our own DKIM signature (RFC 6376, RFC 8463). Left out: the mail server signs, or nobody."""

    domain: Domain = Field(description="The domain that signs: the sender's, or one above it.")
    selector: Domain = Field(description="Under which name the public key stands: `SELECTOR._domainkey.DOMAIN`.")
    private_key: FilePath = Field(description="PEM file (mode 0600) of the key: RSA of 2048 bits or more, or Ed25519.")


class SmtpPart(Part):
    """`[smtp]`: the server that takes the letters."""

    host: Host = Field(default="localhost", description="The server's name or address.")
    port: Port = Field(
        default=UNSET_PORT, description="Its port. Left out: 25 for `none`, 587 for `starttls`, 465 for `tls`."
    )
    security: SecurityWord = Field(
        default=Security.STARTTLS,
        description="`tls`, `starttls` (required, never skipped), or `none`, which only loopback may have.",
    )
    username: Text | None = Field(default=None, description="Log-in name. Left out: no log-in.")
    password: Secret | None = Field(
        default=None,
        description="Only by environment: `MILESTONES_SMTP__PASSWORD` or `MILESTONES_SMTP__PASSWORD_FILE`.",
    )
    oauth: OauthPart | None = Field(default=None, description="OAuth2 in place of a password.")
    sender: Mailbox = Field(description="From whom letters come, as `Prevent programme <prevent@council.example>`.")
    connections: Count = Field(default=10, description="The most connections open at once.")
    per_minute: Rate | None = Field(
        default=None, description="The most letters in any minute, whomever to. Left out: no limit."
    )
    uncertain: UncertainWord = Field(
        default=Uncertain.RETRY_ONCE,
        description="A letter whose delivery was in doubt: `retry_once` or `hold` for a person.",
    )
    give_up_after: Patience = Field(
        default=5, description="How long a letter that cannot be delivered is tried, as `5d`; then it is failed."
    )
    ca_file: FilePath | None = Field(
        default=None, description="PEM file of a certificate authority of your own, trusted besides the machine's."
    )
    client_certificate: FilePath | None = Field(
        default=None, description="PEM file of the certificate by which the mail server knows us."
    )
    client_key: FilePath | None = Field(default=None, description="PEM file (mode 0600) of its private key.")
    client_key_password: Secret | None = Field(
        default=None,
        description="Only by environment: `MILESTONES_SMTP__CLIENT_KEY_PASSWORD` or `.._FILE`.",
    )
    dkim: DkimPart | None = Field(default=None, description="Our own DKIM signature.")
    policy: list[PolicyPart] = Field(default=[], description="What differs for some domains.")

    @property
    def sender_address(self) -> str:
        """Give the sender's bare address."""
        return self.sender.rpartition("<")[2].removesuffix(">")

    def usual_port(self) -> int:
        """Give the port that is usual for the security chosen."""
        return {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}[self.security]


class RepliesPart(Part):
    """`[replies]`: where owners' answers arrive, and what makes one count."""

    address: Address = Field(
        default="", description="Mailbox for answers; tokens are added as `+TOKEN`. Left out: the sender's address."
    )
    require: RequireWord = Field(
        default=Require.ALIGNED,
        description="`aligned` (DMARC seen by our edge), `two_step` (always asks back) or `token` (closed networks).",
    )
    profile: ProfileWord = Field(
        default=Profile.RFC8601, description="How our edge writes Authentication-Results: `rfc8601` or `m365`."
    )
    trusted_authserv_id: Domain | None = Field(
        default=None, description="With `rfc8601`: the authserv-id that our own edge writes."
    )


class ImapPart(Part):
    """`[imap]`: the mailbox that answers are fetched from. Left out: none is read."""

    host: Host = Field(description="The server's name or address.")
    port: Port = Field(default=UNSET_PORT, description="Its port. Left out: 993 for `tls`, else 143.")
    security: SecurityWord = Field(default=Security.TLS, description="As for `[smtp]`.")
    username: Text = Field(description="Log-in name.")
    password: Secret | None = Field(
        default=None,
        description="Only by environment: `MILESTONES_IMAP__PASSWORD` or `MILESTONES_IMAP__PASSWORD_FILE`.",
    )
    mailbox: FolderName = Field(default="INBOX", description="The folder that new mail arrives in.")
    archive: FolderName = Field(default="Archive", description="The folder that mail taken in is moved to.")
    oauth: OauthPart | None = Field(default=None, description="OAuth2 in place of a password.")

    def usual_port(self) -> int:
        """Give the port that is usual for the security chosen."""
        return 993 if self.security is Security.TLS else 143


class ListenPart(Part):
    """`[lmtp]` takes mail from our own mail server, `[http]` answers `/healthz` and `/metrics`."""

    listen: Listen = Field(default="", description='Where to listen, as `"127.0.0.1:2424"`. Empty or left out: off.')

    @property
    def place(self) -> tuple[str, int] | None:
        """Give host and port, None for off."""
        host, _, port = self.listen.rpartition(":")
        return (host.strip("[]"), int(port)) if host else None


class LogPart(Part):
    """`[log]`: log lines on standard error."""

    format: LogFormatWord = Field(default=LogFormat.CONSOLE, description="`console` for people, `json` for machines.")
    level: LogLevelWord = Field(default=LogLevel.INFO, description="`debug`, `info`, `warning` or `error`.")


class RetentionPart(Part):
    """`[retention]`: how long bytes are kept. The event log and the milestones are kept always."""

    letters: Days = Field(default=730, description="Sent letters' text, as `730d`; the record that one was sent stays.")
    mail: Days = Field(default=730, description="Mail taken in, as `730d`; what it changed stays in the event log.")


class ServiceFile(Part):
    """`service.toml`: servers, addresses, logs of this installation. Each key has a variable, each secret only that."""

    schema_: Annotated[Literal[1], Field(alias="schema", description="The version of the file's format; always 1.")] = 1
    database: DatabasePart = Field(default=DatabasePart(), description="Where everything is kept.")
    smtp: SmtpPart = Field(description="The server that takes the letters.")
    replies: RepliesPart = Field(default=RepliesPart(), description="Where answers arrive, and what makes one count.")
    imap: ImapPart | None = Field(default=None, description="The mailbox that answers are fetched from.")
    lmtp: ListenPart = Field(default=ListenPart(), description="Takes mail from our own mail server.")
    http: ListenPart = Field(default=ListenPart(), description="Answers `/healthz` and `/metrics`.")
    log: LogPart = Field(default=LogPart(), description="Log lines on standard error.")
    retention: RetentionPart = Field(default=RetentionPart(), description="How long bytes are kept.")
    secret_key: Secret | None = Field(
        default=None,
        description="Signs reply tokens. Only by environment: `MILESTONES_SECRET_KEY` or `MILESTONES_SECRET_KEY_FILE`.",
    )
