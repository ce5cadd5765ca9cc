"""Rows of the contract against the tests that cite them: what scripts/rows prints. Standard library only.

The rules that this file carries out stand in the help of scripts/rows.
"""
import ast
import json
import pathlib
import re
import sys
import xml.etree.ElementTree

CONTRACT = pathlib.Path("docs/rows.txt")
TESTS = pathlib.Path("Tests")
RESULTS = pathlib.Path(".build/testing/results")
# Tests here speak to a server through its socket; only they can show that a row works through the public RPCs.
THROUGH_THE_SERVER = ("Tests/RosterServerTests/", "Tests/Interop/", "Tests/Chaos/")

TAG = re.compile(r"\brows?\s+(?P<rows>\d+(?:\s*(?:,\s*and|,|and|to|–|-)\s*\d+)*)(?P<partial>\s*\(partial\b[^)]*\))?", re.IGNORECASE)


class Test:
    """One test: where it stands, the names its results go by, and its title with the comment directly above."""

    def __init__(self, path, line, name, text):
        self.path, self.line, self.name = path, line, name
        self.full, self.partial = tagged(text)
        self.outcome = None  # None: did not run

    @property
    def where(self):
        return f"{self.path}:{self.line}"

    @property
    def is_through_the_server(self):
        return self.path.startswith(THROUGH_THE_SERVER)


def tagged(text):
    """The rows that a text cites: as full and as partial."""
    full, partial = set(), set()
    for tag in TAG.finditer(text):
        rows = set()
        for part in re.split(r",\s*and|,|and", tag["rows"]):
            ends = [int(number) for number in re.findall(r"\d+", part)]
            rows.update(range(ends[0], ends[-1] + 1))
        (partial if tag["partial"] else full).update(rows)
    return full, partial


def comment_above(lines, index):
    """The comment that stands directly above a line, attributes between them left out."""
    found = []
    while index > 0:
        line = lines[index - 1].strip()
        if line.startswith("//") or (line.startswith("#") and not line.startswith("#!")):
            found.append(line.lstrip("/# "))
        elif not (line.startswith("@") and not line.startswith("@Test")):
            break
        index -= 1
    return " ".join(reversed(found))


def swift_tests(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    for index, line in enumerate(lines):
        if not re.match(r"\s*@Test\b", line):
            continue
        # From the attribute to the function's name; a title may stand on the next line, arguments on many.
        text = "\n".join(lines[index:index + 60])
        name = re.search(r"\bfunc\s+(`[^`]+`|\w+)", text)
        head = text[:name.start()] if name else line
        title = re.match(r'\s*@Test\s*\(\s*"((?:[^"\\]|\\.)*)"', head)
        yield Test(str(path), index + 1, name[1] if name else "", f"{title[1] if title else ''} {comment_above(lines, index)}")


def python_tests(path):
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test"):
            first = min([node.lineno] + [decorator.lineno for decorator in node.decorator_list]) - 1
            title = f"{node.name.replace('_', ' ')} {' '.join((ast.get_docstring(node) or '').split())}"
            yield Test(str(path), node.lineno, node.name, f"{title} {comment_above(lines, first)}")


def all_tests():
    tests = [test for path in sorted(TESTS.rglob("*.swift")) for test in swift_tests(path)]
    return tests + [test for path in sorted(TESTS.rglob("test_*.py")) for test in python_tests(path)]


# MARK: Results

def swift_results(path):
    """Outcomes by (file, function) from Swift Testing's event stream: one JSON object a line."""
    names, issues, ended, skipped = {}, set(), set(), set()
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            record = json.loads(line)
        except ValueError:
            continue  # the last line of a run that was cut off
        payload = record.get("payload", {})
        if record.get("kind") == "test" and payload.get("kind") == "function":
            location = payload["sourceLocation"]
            path = location.get("_filePath", location["fileID"]).rpartition("/Tests/")[2]
            names[payload["id"]] = (f"Tests/{path}", re.sub(r"\(.*", "", payload["name"]).strip("`"))
        elif record.get("kind") == "event":
            test = payload.get("testID")
            if payload["kind"] == "issueRecorded" and not payload.get("issue", {}).get("isKnown") and payload.get("issue", {}).get("isFailure", True):
                issues.add(test)
            elif payload["kind"] == "testEnded":
                ended.add(test)
            elif payload["kind"] == "testSkipped":
                skipped.add(test)
    return {name: test not in issues for test, name in names.items() if test in issues or (test in ended and test not in skipped)}


def python_results(path):
    """Outcomes by (file, function) from pytest's JUnit file; a test with parameters passes when every case does."""
    outcomes = {}
    for case in xml.etree.ElementTree.parse(path).iter("testcase"):
        if case.find("skipped") is not None:
            continue
        passed = case.find("failure") is None and case.find("error") is None
        key = (case.get("classname").replace(".", "/") + ".py", re.sub(r"\[.*", "", case.get("name"), flags=re.DOTALL))
        outcomes[key] = outcomes.get(key, True) and passed
    return outcomes


def collect_results():
    """All outcomes, and the time of the oldest result; a test that ran in several stages must pass in each."""
    outcomes, oldest = {}, None
    for path in sorted(RESULTS.glob("*")):
        if path.suffix not in (".jsonl", ".xml"):
            continue
        for key, passed in (swift_results if path.suffix == ".jsonl" else python_results)(path).items():
            outcomes[key] = outcomes.get(key, True) and passed
        oldest = min(oldest or path.stat().st_mtime, path.stat().st_mtime)
    return outcomes, oldest


def main(missing_only):
    rows = dict(re.match(r"(\d+)\s+(.*)", line).groups() for line in CONTRACT.read_text(encoding="utf-8").splitlines() if line[:1].isdigit())
    tests = all_tests()
    outcomes, oldest = collect_results()
    for test in tests:
        test.outcome = outcomes.get((test.path, test.name.strip("`")))
    unknown = sorted({row for test in tests for row in test.full | test.partial if str(row) not in rows})
    counted = 0
    for row, text in rows.items():
        full = [test for test in tests if int(row) in test.full - test.partial]
        partial = [test for test in tests if int(row) in test.partial]
        shown = [test for test in full if test.is_through_the_server and test.outcome]
        failed = [test for test in full + partial if test.outcome is False]
        if not full and not partial:
            state = "none"
        elif partial:
            state = "partial"
        elif not outcomes:
            state = "cited" if any(test.is_through_the_server for test in full) else "rules only"
        elif failed:
            state = "FAILED"
        elif shown:
            state = "passed"
        else:
            state = "not run" if any(test.is_through_the_server for test in full) else "rules only"
        counts = state == ("passed" if outcomes else "cited")
        counted += counts
        if missing_only and counts:
            continue
        where = [test.where for test in failed or shown or full or partial]
        print(f"{row:>4}  {state:10}  {text[:60]:60}  {', '.join(where[:3])}{' …' if len(where) > 3 else ''}")
    for row in unknown:
        print(f"row {row} is not in {CONTRACT}, and a test cites it")
    if outcomes:
        newer = [test.path for test in tests if test.full | test.partial and pathlib.Path(test.path).stat().st_mtime > oldest]
        if newer:
            print(f"changed since the results: {', '.join(sorted(set(newer)))}")
        print(f"{counted} of {len(rows)}")
    else:
        print(f"{counted} of {len(rows)} are cited; no results of scripts/test here, so this says nothing of what passes")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main("--missing" in sys.argv[1:]))
