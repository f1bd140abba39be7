"""The ids of the page's parts: usable in links, and each only once."""

from harness.report.addresses import Addresses


def test_hostile_ids_make_plain_addresses_and_never_the_same_one():
    addresses = Addresses()
    made = [addresses.new(part) for part in ("a b", "a-b", 'a"b', "", "4", "🙂")]
    assert made == ["a-b", "a-b-2", "a-b-3", "unnamed", "n4", "unnamed-2"]


def test_no_address_has_two_hyphens_in_a_row_so_that_an_addresss_own_parts_are_no_others():
    addresses = Addresses()
    made = [
        addresses.new(*parts) for parts in (("a--b",), ("a-", "-b"), ("a", "--title"), ("a\u2014b", ""), ("a",), ("a",))
    ]
    assert not any("--" in address for address in made)
    assert len(set(made)) == len(made)
