"""The indicators that a district tells beside those of its sites: how many live there, how often
work was found near home, and what it brings."""

from menkou.figures.indicators import Indicator

RESIDENTS = """
SELECT r.person_id AS person
FROM (
  SELECT person_id, community_id,
         ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY from_day DESC) AS place
  FROM registry_residence WHERE withdrawn_at IS NULL AND from_day <= $day
) AS r
JOIN registry_community AS c ON c.id = r.community_id
WHERE r.place = 1 AND c.site_id IN (SELECT id FROM here)
  AND r.person_id NOT IN (SELECT person_id FROM registry_alias WHERE withdrawn_at IS NULL)
  AND r.person_id NOT IN (
    SELECT person_id FROM (
      SELECT person_id, holds, ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY from_day DESC)
               AS place
      FROM registry_trait WHERE withdrawn_at IS NULL AND from_day <= $day AND trait = 'died'
    ) AS dead WHERE place = 1 AND holds)
"""
"""Who lives at one of the sites on the day, each once, and is alive."""

MEMBERS = """
SELECT person_id, household_id
FROM (
  SELECT person_id, household_id,
         ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY from_day DESC) AS place
  FROM registry_membership WHERE withdrawn_at IS NULL AND from_day <= $day
) AS m
WHERE place = 1 AND household_id IS NOT NULL
"""

EARNED = """
SELECT COALESCE(l.into_id, e.person_id) AS person, t.day AS day,
       CASE WHEN a.kind = 'labour' THEN t.quantity ELSE -t.quantity END AS amount
FROM ledger_wage AS w
JOIN ledger_transfer AS t ON t.id = w.transfer_id
JOIN ledger_account AS a ON a.id = t.source_id
JOIN registry_engagement AS e ON e.id = w.engagement_id
JOIN registry_community AS c ON c.id = w.community_id
LEFT JOIN registry_alias AS l ON l.person_id = e.person_id AND l.withdrawn_at IS NULL
WHERE c.site_id IN (SELECT id FROM here) AND t.day <= $day
"""
"""Wages by whoever earned them, of the communities where they lived on the day of the work."""

SITES = Indicator(
    "resettlement_sites", "安置点", "Resettlement sites", "个",
    "统计日登记的安置点数。", "Resettlement sites that are registered.", "site",
    "SELECT id AS key, 1 AS amount FROM here",
)

PEOPLE = (
    Indicator(
        "households", "搬迁户", "Households", "户",
        "统计日有人住在安置点的户数，按户编号算。",
        "Households, by their number, of which somebody lives at a site on the day.", "household",
        f"""
SELECT DISTINCT m.household_id AS key, 1 AS amount
FROM ({MEMBERS}) AS m JOIN ({RESIDENTS}) AS r ON r.person = m.person_id
""",
    ),
    Indicator(
        "persons", "搬迁人口", "Persons", "人",
        "统计日住在安置点、在世的人数，登记过两次的只算一人。",
        "Persons alive who live at a site on the day, each counted once.", "person",
        f"SELECT person AS key, 1 AS amount FROM ({RESIDENTS}) AS r",
    ),
)

WORK = (
    Indicator(
        "placements", "就近就业人次", "Placements", "人次",
        "到统计日为止在车间开始过的用工关系数。一个人换过单位、断了又来、换了用工形式，都另算一次：是人次，不是人。",
        "Engagements at the workshops that had begun by the day. Who changed the payer or the form "
        "of work, or stopped and came again, counts anew: person-times, not persons.",
        "engagement",
        """
SELECT e.id AS key, 1 AS amount
FROM (
  SELECT id, workshop_id, form,
         LAG(form) OVER (PARTITION BY person_id, payer_id ORDER BY from_day) AS before
  FROM registry_engagement WHERE withdrawn_at IS NULL AND from_day <= $day
) AS e
JOIN registry_workshop AS w ON w.party_id = e.workshop_id
JOIN registry_community AS c ON c.id = w.community_id
WHERE e.form <> '' AND (e.before IS NULL OR e.before <> e.form)
  AND c.site_id IN (SELECT id FROM here)
""",
    ),
    Indicator(
        "households_with_income", "带动户数", "Households with income", "户",
        "到统计日为止家里至少一个人在车间挣到过工钱的户数，按户编号算。",
        "Households, by their number, of which somebody has earned wages by the day.", "household",
        f"""
SELECT DISTINCT m.household_id AS key, 1 AS amount
FROM ({MEMBERS}) AS m
JOIN (SELECT person FROM ({EARNED}) AS w GROUP BY person HAVING SUM(amount) > 0) AS p
  ON p.person = m.person_id
""",
    ),
    Indicator(
        "mean_monthly_income_yuan", "人均月收入", "Mean monthly income", "元",
        "统计日以前各整月挣的工钱，除以挣到工钱的“人月”数（一个人一个月算一个），四舍五入到元。没挣到的月份不算。",
        "Wages of the whole months before the day, divided by the person-months in which somebody "
        "earned; to the yuan. Months without wages are left out.", "",
        f"""
SELECT person AS key, amount
FROM (
  SELECT person, SUBSTR(CAST(day AS TEXT), 1, 7) AS month, SUM(amount) AS amount
  FROM ({EARNED}) AS w WHERE day < $month GROUP BY 1, 2
) AS months
WHERE amount > 0
""", factor=10_000, mean=True,
    ),
)
