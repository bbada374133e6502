"""While something is computed: progress, Ctrl-C, other threads; and a run as a function."""

import os
import signal
import subprocess
import sys
import threading
import time

import cenersim as cs
import pytest
from conftest import SMALL, command, provenance

LONG = {"simulation.replicates": 200}


def test_progress_goes_from_nothing_towards_one():
    told = []
    cs.run("arm_b", set={"simulation.replicates": 24}, progress=told.append)
    assert told and told == sorted(told) and 0 <= told[0] and told[-1] <= 1


def test_a_bar_is_shown_where_somebody_looks(monkeypatch, capsys):
    from cenersim import _progress

    assert not _progress.wanted()
    monkeypatch.setitem(sys.modules, "ipykernel", sys)
    assert _progress.wanted()
    short = _progress.Progress()
    short(0.5)
    short.end()
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(_progress, "_PATIENCE", 0.0)
    cs.run("arm_b", set={"simulation.replicates": 24})
    shown = capsys.readouterr().err
    assert shown.startswith("\rsimulating ") and "%" in shown
    lines = shown.split("\r")
    assert all(before != after for before, after in zip(lines, lines[1:])), "the same is written twice"
    # One line, which is empty in the end.
    assert "\n" not in shown and shown.endswith("\r") and not shown.split("\r")[-2].strip()


def test_what_a_progress_raises_ends_the_work():
    def enough(done):
        raise RuntimeError("enough")

    begun = time.monotonic()
    with pytest.raises(RuntimeError, match="enough"):
        cs.run("arm_b", set=LONG, progress=enough)
    assert time.monotonic() - begun < 30


def test_ctrl_c_interrupts_an_analysis():
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        cs.run("arm_b", set=LONG)
        pytest.fail("the analysis ended before it was interrupted")
    assert cs.run("arm_b", set=SMALL).result_sha256


def test_other_threads_go_on():
    seen = []
    thread = threading.Thread(target=lambda: [seen.append(time.sleep(0.01)) for _ in range(20)])
    thread.start()
    cs.run("arm_b", set={"simulation.replicates": 24}, threads=1)
    thread.join()
    assert len(seen) == 20


def test_the_command_of_the_wheel_has_the_exit_codes(tmp_path):
    assert command("--version").stdout.startswith("cenersim ")
    assert command("run", "nowhere.toml").returncode == 2
    assert command("run").returncode == 2
    called = [sys.executable, "-m", "cenersim", "check", "arm_b"]
    done = subprocess.run(called, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0 and "1260" in done.stdout


def test_ctrl_c_ends_the_command(tmp_path):
    program = os.path.join(os.path.dirname(sys.executable), "cenersim")
    if not os.path.exists(program):
        pytest.skip("the command is not beside this Python")
    arguments = ["run", "arm_b", "--set=simulation.replicates=200", "--output", str(tmp_path)]
    running = subprocess.Popen([program, *arguments], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    # The plan is printed before the work begins.
    running.stdout.readline()
    time.sleep(1.0)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130 and "interrupted" in said
    assert list(tmp_path.iterdir()) == []


def test_a_simulator_is_the_run_with_its_numbers():
    simulate = cs.simulator("arm_b", ["arm.cenersen.duration [d]"], ["blast_log_kill", "cr"], set=SMALL)
    kill, cr = simulate([4.0])
    run = cs.run("arm_b", set={**SMALL, "arm.cenersen.duration": "4 d"})
    assert kill == pytest.approx(run.summary["milestones"]["blast_log_kill"]["mean"], rel=1e-12)
    assert cr == run.summary["responses"].get("CR", 0) / 2
    assert simulate.units == {"blast_log_kill": "log10", "cr": "share"}
    both = simulate.many([[4.0], [0.0]])
    assert both[0][0] == kill and both[1][0] != kill
    assert simulate([4.0], seed=2)[0] != kill
    with pytest.raises(cs.ScenarioError, match="expected 1"):
        simulate([1.0, 2.0])
    with pytest.raises(cs.ScenarioError, match="is not an endpoint"):
        cs.simulator("arm_b", [], ["cure"])


def test_provenance_names_no_folder_that_is_gone(tmp_path):
    result = cs.run({"title": "Mine", "extends": "arm_b"}, set=SMALL)
    assert "scenario.toml" in result.provenance["command"] and "cenersim_" not in result.provenance["command"]
    saved = tmp_path / "mine"
    result.save(saved)
    assert provenance(saved)["result_sha256"] == result.result_sha256
