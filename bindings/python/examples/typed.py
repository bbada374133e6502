"""Types as an editor sees them; a type checker reads this page, nobody runs it."""

from __future__ import annotations

import cenersim as cs

result: cs.Result = cs.run("arm_b", set={"arm.cenersen.duration": "4 d"}, cells_on=[0, 28])
values: list[float] = result.curves["value"]
unit: str = result.curves.units["day"]
png: bytes = result.figures["population"].png(width=640)
sha256: str = result.result_sha256
names: list[str] = cs.scenarios("protocols/")
plan: str = cs.check({"title": "Mine", "extends": "arm_b"})
function: cs.Simulator = cs.simulator("arm_b", ["arm.cenersen.duration [d]"], ["cr"])
