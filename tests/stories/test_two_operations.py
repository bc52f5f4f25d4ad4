"""A product of two operations: what the first makes good is what the second takes."""

from datetime import date

import pytest

from menkou.work.actions.orders import NoAllotment, add_order, allot
from menkou.work.actions.products import (
    NewInput,
    NewOperation,
    NewProduct,
    NoOperation,
    add_operation,
    add_product,
    set_rate,
)
from menkou.work.models import Order
from menkou.work.queries.counter import materials
from menkou.work.queries.orders import supplies, with_progress
from tests.builders import START, Floor, floor
from tests.work.telling import DAY, proved

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Floor:
    return shirts()


def shirts() -> Floor:
    """A shirt is sewn (rattan stands for its cloth) and then pressed, with a ribbon."""
    hall = floor(pieces=1)
    who = {"by": hall.clerk, "at": hall.now}
    sewn = add_product(
        NewProduct("shirt", "服装", "件", "缝制", 1500, at_home=True),
        inputs=[NewInput(hall.rattan, 1200)], **who,
    )
    pressed = add_operation(NewOperation("整烫", 300, at_home=True), product=sewn.product,
                            inputs=[NewInput(hall.ribbon, 350)], **who)
    for operation, rate in ((sewn, 20_000), (pressed, 3_000)):
        set_rate(payer=hall.firm, operation=operation, amount=rate, from_day=START, **who)
    order = add_order(number="2022-S1", customer=hall.firm, operation=pressed, pieces=100,
                      fee=40_000, ordered_on=START, due_on=date(2022, 2, 28), **who)
    for operation in (sewn, pressed):
        allot(order=order, operation=operation, holder=hall.firm, pieces=100, fee=20_000,
              due_on=date(2022, 2, 28), **who)
    hall.order = order
    return hall


def step(hall: Floor, number: int) -> None:
    """What is done next on the floor is done on this operation."""
    hall.allotment = hall.order.allotments.get(operation__number=number)
    hall.operation = hall.allotment.operation


def test_pieces_of_the_first_are_issued_used_and_counted_like_material(hall: Floor) -> None:
    wang, li = hall.weaver("王芳"), hall.weaver("李英")
    step(hall, 10)
    sewn, sewing = hall.operation.makes_id, hall.ticket((wang, 1), pieces=40)
    hall.send(hall.fact("receipt", DAY, "10:00",
                        {"ticket": sewing.pk, "carrier": wang.pk, "good": 38, "rejected": 2}))
    step(hall, 20)
    pressing = hall.ticket((li, 1), pieces=38)
    ribbon, shirts = (next(m for m in materials(pressing) if m.commodity.pk == pk)
                      for pk in (hall.ribbon.pk, sewn))
    assert (ribbon.store, shirts.store, shirts.missing) == (0, 38, 38)

    def issue(n: int) -> str:
        fact = hall.fact("issue", DAY, "11:00", {
            "ticket": pressing.pk, "carrier": li.pk,
            "lines": [{"commodity": sewn, "quantity": n}],
        }, stated="asked")
        return hall.send(fact)[0].why

    assert issue(39) == "no_material"
    assert issue(38) == ""
    assert (hall.holds(hall.workshop.pk, "good", sewn), hall.holds(li.pk, "hands", sewn)) == (0, 38)
    hall.send(hall.fact("receipt", DAY, "16:00",
                        {"ticket": pressing.pk, "carrier": li.pk, "good": 38}))
    assert hall.holds(li.pk, "hands", sewn) == 0
    assert hall.holds(li.pk, "consumed", sewn) == 38
    assert hall.holds(hall.workshop.pk, "good", hall.operation.makes_id) == 38
    assert (hall.owed(wang), hall.owed(li)) == (38 * 20_000, 38 * 3_000)
    assert proved()


def test_more_pressed_than_sewn_is_a_difference_that_is_asked_about(hall: Floor) -> None:
    li = hall.weaver("李英")
    step(hall, 20)
    pressing = hall.ticket((li, 1), pieces=5)
    hall.send(hall.fact("receipt", DAY, "16:00",
                        {"ticket": pressing.pk, "carrier": li.pk, "good": 5}))
    (sewn,) = hall.operation.inputs.filter(commodity__kind="piece").values_list(
        "commodity", flat=True
    )
    assert hall.holds(li.pk, "difference", sewn) == -5
    assert proved()


def test_an_order_is_as_far_as_its_last_operation(hall: Floor) -> None:
    wang = hall.weaver("王芳")
    step(hall, 10)
    sewing = hall.ticket((wang, 1), pieces=40)
    hall.send(hall.fact("receipt", DAY, "10:00",
                        {"ticket": sewing.pk, "carrier": wang.pk, "good": 40}))
    found = with_progress(Order.objects.filter(pk=hall.order.pk)).get()
    assert (found.back, found.good) == (0, 0)  # type: ignore[attr-defined]
    assert [(one.commodity.name, one.standard) for one in supplies(hall.order)] == [
        ("藤条", 120_000), ("丝带", 35_000)
    ]


def test_a_product_that_is_ordered_takes_no_further_operation(hall: Floor) -> None:
    with pytest.raises(NoOperation, match="订单"):
        add_operation(NewOperation("包装", 60, at_home=False), product=hall.order.product,
                      inputs=[], by=hall.clerk, at=hall.now)


def test_the_fees_of_all_operations_stay_within_the_orders(hall: Floor) -> None:
    who = {"by": hall.clerk, "at": hall.now}
    sewn, pressed = (hall.order.allotments.get(operation__number=n).operation for n in (10, 20))
    order = add_order(number="2022-S2", customer=hall.firm, operation=pressed, pieces=10,
                      fee=30_000, ordered_on=START, due_on=DAY, **who)
    common = {"order": order, "holder": hall.firm, "pieces": 10, "due_on": DAY, **who}
    allot(**common, operation=sewn, fee=28_000)
    with pytest.raises(NoAllotment, match=r"0\.20 元"):
        allot(**common, operation=pressed, fee=2_001)
    allot(**common, operation=pressed, fee=2_000)
