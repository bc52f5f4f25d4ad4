"""The indicators: each one definition, in words and as a query over the records.

A query answers the records that a figure counts, as (key, amount); the figure is the sum of the
amounts. So a figure and its drill-down can't part. Written in the dialect "duckdb" of sqlglot and
put into that of the database by `menkou.figures.queries.sql`. `here` are the sites that are
counted; parameters: `$day`, and the birthday bounds `$born_…` (the latest birthday that has reached
an age on the day).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure. `factor` base units of the amounts make one `unit`; `noun` is what keys name, ""
    for what is no record by itself. `mean`: the sum over the records, in whole units, half up."""

    code: str
    name_zh: str
    name_en: str
    unit: str
    definition_zh: str
    definition_en: str
    noun: str
    sql: str
    factor: int = 1
    mean: bool = False


ROOMS = """
SELECT f.id AS shopfront, u.workshop_id AS workshop, f.area_dm2 AS area
FROM (
  SELECT shopfront_id, workshop_id,
         ROW_NUMBER() OVER (PARTITION BY shopfront_id ORDER BY from_day DESC) AS place
  FROM registry_shopfrontuse WHERE withdrawn_at IS NULL AND from_day <= $day
) AS u
JOIN registry_shopfront AS f ON f.id = u.shopfront_id
JOIN registry_workshop AS w ON w.party_id = u.workshop_id
JOIN registry_community AS c ON c.id = w.community_id
WHERE u.place = 1 AND c.site_id IN (SELECT id FROM here)
"""

ENGAGED = """
SELECT e.person_id AS person_id, e.payer_id AS payer
FROM (
  SELECT person_id, payer_id, workshop_id, form,
         ROW_NUMBER() OVER (PARTITION BY person_id, payer_id ORDER BY from_day DESC) AS place
  FROM registry_engagement WHERE withdrawn_at IS NULL AND from_day <= $day
) AS e
JOIN registry_workshop AS w ON w.party_id = e.workshop_id
JOIN registry_community AS c ON c.id = w.community_id
WHERE e.place = 1 AND e.form <> '' AND c.site_id IN (SELECT id FROM here)
"""

WORKERS = f"""
SELECT DISTINCT COALESCE(l.into_id, e.person_id) AS person, p.born_on AS born_on
FROM ({ENGAGED}) AS e
LEFT JOIN registry_alias AS l ON l.person_id = e.person_id AND l.withdrawn_at IS NULL
JOIN registry_person AS p ON p.party_id = COALESCE(l.into_id, e.person_id)
"""

GROUPED = f"""
SELECT w.person AS person, w.born_on AS born_on,
       COALESCE(t.disabled, 0) AS disabled, COALESCE(t.tied, 0) AS tied
FROM ({WORKERS}) AS w
LEFT JOIN (
  SELECT COALESCE(l.into_id, last.person_id) AS person_id,
         MAX(CASE WHEN trait = 'disabled' THEN 1 ELSE 0 END) AS disabled,
         MAX(CASE WHEN trait IN ('care_duty', 'half_labour', 'weak_labour') THEN 1 ELSE 0 END)
           AS tied
  FROM (
    SELECT person_id, trait, holds,
           ROW_NUMBER() OVER (PARTITION BY person_id, trait ORDER BY from_day DESC) AS place
    FROM registry_trait WHERE withdrawn_at IS NULL AND from_day <= $day
  ) AS last
  LEFT JOIN registry_alias AS l ON l.person_id = last.person_id AND l.withdrawn_at IS NULL
  WHERE place = 1 AND holds
  GROUP BY COALESCE(l.into_id, last.person_id)
) AS t ON t.person_id = w.person
"""

CONDITIONS = {
    "disabled": "disabled = 1",
    "aged_80_and_over": "born_on <= $born_80",
    "aged_70_to_80": "born_on <= $born_70 AND born_on > $born_80",
    "aged_60_to_70": "born_on <= $born_60 AND born_on > $born_70",
    "cannot_migrate": "tied = 1 AND born_on <= $born_first AND born_on > $born_after_last",
}
"""Group -> when somebody has its tag; the same as `menkou.policy.groups.tags` says."""


def group_sql(group: str, order: tuple[str, ...]) -> str:
    """The workers whose first group in the order of the policy is this one."""
    cases = " ".join(
        f"WHEN {CONDITIONS[one]} THEN '{one}'" for one in order if one in CONDITIONS
    )
    return f"""
SELECT person AS key, 1 AS amount
FROM (SELECT person, CASE {cases} ELSE 'other' END AS main_group FROM ({GROUPED}) AS g) AS m
WHERE main_group = '{group}'
"""


PLAIN = (
    Indicator(
        "communities", "社区", "Communities", "个",
        "安置区的社区数。", "Communities of the resettlement site.", "community",
        "SELECT id AS key, 1 AS amount FROM registry_community "
        "WHERE site_id IN (SELECT id FROM here)",
    ),
    Indicator(
        "workshops", "车间", "Workshops", "个",
        "统计日有商铺在用的车间数。", "Workshops that use a shopfront on the day.", "workshop",
        f"SELECT DISTINCT workshop AS key, 1 AS amount FROM ({ROOMS}) AS r",
    ),
    Indicator(
        "workshop_area_m2", "车间面积", "Workshop area", "平方米",
        "统计日各车间所用商铺的面积之和。",
        "Area of the shopfronts that the workshops use on the day.", "shopfront",
        f"SELECT shopfront AS key, area AS amount FROM ({ROOMS}) AS r", factor=100,
    ),
    Indicator(
        "enterprises", "入驻单位", "Enterprises", "家",
        "统计日经营车间、或者在车间里用工的单位数，一家只算一次。",
        "Who operates a workshop or employs somebody in one on the day, each counted once.",
        "organization",
        f"""
SELECT payer AS key, 1 AS amount
FROM (
SELECT DISTINCT payer FROM ({ENGAGED}) AS engaged
UNION
SELECT DISTINCT t.operator_id AS payer
FROM (
  SELECT workshop_id, operator_id,
         ROW_NUMBER() OVER (PARTITION BY workshop_id ORDER BY from_day DESC) AS place
  FROM registry_tenancy WHERE withdrawn_at IS NULL AND from_day <= $day
) AS t
JOIN registry_workshop AS w ON w.party_id = t.workshop_id
JOIN registry_community AS c ON c.id = w.community_id
WHERE t.place = 1 AND t.operator_id IS NOT NULL AND c.site_id IN (SELECT id FROM here)
) AS firms
""",
    ),
    Indicator(
        "workers", "务工人数", "Workers", "人",
        "统计日在本安置区车间有用工关系的人数，一人有几份、登记过两次的，也只算一人。",
        "Persons engaged in a workshop of the site on the day, each counted once, however often "
        "registered.", "person",
        f"SELECT person AS key, 1 AS amount FROM ({WORKERS}) AS w",
    ),
)

WAGES = Indicator(
    "wages_earned_yuan", "累计工钱", "Wages earned", "元",
    "到统计日为止挣下的工钱，按干活那天所住的社区归入安置区；更正和撤销已经扣除。",
    "Wages earned up to the day by people who lived in the site on the day of the work, less "
    "corrections.", "transfer",
    """
SELECT t.id AS key,
       CASE WHEN a.kind = 'labour' THEN t.quantity ELSE -t.quantity END AS amount
FROM ledger_wage AS w
JOIN ledger_transfer AS t ON t.id = w.transfer_id
JOIN ledger_account AS a ON a.id = t.source_id
JOIN registry_community AS c ON c.id = w.community_id
WHERE c.site_id IN (SELECT id FROM here) AND t.day <= $day
""", factor=10_000,
)

PAID = Indicator(
    "wages_paid_yuan", "累计发到手的工资", "Wages paid", "元",
    "到统计日为止银行付到和当面发到手的工资，按工资期最后一天所住的社区归入安置区；退回的不算。",
    "Wages that banks and hands really paid up to the day, by where people lived on the last day "
    "of the period; what came back is not counted.", "payment",
    """
SELECT p.id AS key, p.paid AS amount
FROM settlement_payment AS p
JOIN settlement_slip AS s ON s.id = p.slip_id
JOIN registry_engagement AS e ON e.id = s.engagement_id
LEFT JOIN registry_workshop AS w ON w.party_id = e.workshop_id
JOIN registry_community AS c ON c.id = COALESCE(s.community_id, w.community_id)
WHERE c.site_id IN (SELECT id FROM here) AND p.paid_on <= $day
  AND (p.returned_on IS NULL OR p.returned_on > $day)
""", factor=10_000,
)

HERE = """
SELECT w.party_id AS workshop
FROM registry_workshop AS w JOIN registry_community AS c ON c.id = w.community_id
WHERE c.site_id IN (SELECT id FROM here)
"""

COLLECTIVE = f"""
SELECT a.id AS id, a.kind AS kind
FROM ledger_account AS a
JOIN registry_organization AS o ON o.party_id = a.party_id
WHERE a.kind IN ('fee', 'labour', 'paid') AND (
  o.party_id IN (SELECT committee_id FROM registry_community
                 WHERE site_id IN (SELECT id FROM here) AND committee_id IS NOT NULL)
  OR o.kind IN ('community', 'cooperative') AND (
    o.party_id IN (SELECT operator_id FROM registry_tenancy
                   WHERE withdrawn_at IS NULL AND operator_id IS NOT NULL AND from_day <= $day
                     AND workshop_id IN ({HERE}))
    OR a.kind <> 'paid'
    AND o.party_id NOT IN (SELECT operator_id FROM registry_tenancy
                           WHERE withdrawn_at IS NULL AND operator_id IS NOT NULL)
    AND o.party_id NOT IN (SELECT committee_id FROM registry_community
                           WHERE committee_id IS NOT NULL)
    AND a.job_id IN (
      SELECT r.job_id FROM work_order AS r
      JOIN work_allotment AS l ON l.order_id = r.id
      JOIN work_ticket AS k ON k.allotment_id = l.id
      WHERE k.workshop_id IN ({HERE}))))
"""
"""The accounts of the collective: `menkou.work.queries.collective` says the same of a scope."""

INCOME = Indicator(
    "collective_income_yuan", "累计集体收入", "Collective income", "元",
    "到统计日为止，居委会和合作社留下的加工费（收进来的，减去付下去的，再减去自己付的工钱），加上收到的租金。"
    "单位算在它的社区、车间所在的安置区；没有车间的合作社，算它经手、在本安置区做的订单。",
    "Fees that committees and cooperatives kept up to the day (in, less out, less the wages that "
    "they pay), and the rent that reached them; each where its community or workshop lies, a "
    "cooperative without a workshop by the orders that it passed on and that were made here.",
    "account",
    f"""
SELECT key, SUM(amount) AS amount
FROM (
  SELECT a.id AS key, t.quantity AS amount
  FROM ({COLLECTIVE}) AS a
  JOIN ledger_transfer AS t ON t.target_id = a.id
  JOIN facts_fact AS f ON f.id = t.root_id
  WHERE t.day <= $day AND (a.kind <> 'paid' OR f.kind = 'rent_paid')
  UNION ALL
  SELECT a.id AS key, -t.quantity AS amount
  FROM ({COLLECTIVE}) AS a
  JOIN ledger_transfer AS t ON t.source_id = a.id
  JOIN facts_fact AS f ON f.id = t.root_id
  WHERE t.day <= $day AND (a.kind <> 'paid' OR f.kind = 'rent_back')
) AS moved
GROUP BY key
HAVING SUM(amount) <> 0
""", factor=10_000,
)
