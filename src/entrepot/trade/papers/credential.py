"""A certificate as an Open Badges 3.0 achievement credential (1EdTech, on the W3C data model 2.0), not yet signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from entrepot.trade.papers.projection import Tree

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


@dataclass(frozen=True, slots=True)
class Achievement:
    """What was learnt, and how it was shown."""

    id: str
    name: str
    description: str
    criteria: str


@dataclass(frozen=True, slots=True)
class Award:
    """An achievement of one learner. All `id`s are URIs; the learner's may be blank, then the name stands alone."""

    id: str
    issuer_id: str
    issuer_name: str
    learner_id: str
    learner_name: str
    achievement: Achievement
    score: int
    out_of: int
    awarded: datetime
    expires: datetime | None = None


def credential(award: Award) -> dict[str, Tree]:
    """The payload that the issuer signs as `vc+jwt`."""
    subject: dict[str, Tree] = {"id": award.learner_id} if award.learner_id else {}
    subject |= {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": award.learner_name,
                "identityType": "name",
            }
        ],
        "achievement": {
            "id": award.achievement.id,
            "type": ["Achievement"],
            "achievementType": "Certificate",
            "name": award.achievement.name,
            "description": award.achievement.description,
            "criteria": {"narrative": award.achievement.criteria},
            "resultDescription": [
                {
                    "id": f"{award.achievement.id}#score",
                    "type": ["ResultDescription"],
                    "name": "Score",
                    "resultType": "RawScore",
                    "valueMin": "0",
                    "valueMax": str(award.out_of),
                }
            ],
        },
        "result": [
            {
                "type": ["Result"],
                "resultDescription": f"{award.achievement.id}#score",
                "value": str(award.score),
            }
        ],
    }
    payload: dict[str, Tree] = {
        "@context": list(CONTEXTS),
        "id": award.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": award.issuer_id, "type": ["Profile"], "name": award.issuer_name},
        "validFrom": _moment(award.awarded),
        "name": award.achievement.name,
        "credentialSubject": subject,
    }
    if award.expires is not None:
        payload["validUntil"] = _moment(award.expires)
    return payload


def _moment(at: datetime) -> str:
    assert at.tzinfo is not None, "a moment without its time zone is no moment"
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
