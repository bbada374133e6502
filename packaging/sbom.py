"""List of parts (SBOM, CycloneDX 1.5) of what is built from one package: every crate that is linked, with version, license
and checksum, from `cargo metadata` and Cargo.lock. Left out: what only builds or tests it.

    sbom.py TARGET PACKAGE > parts.cdx.json
"""

import json
import subprocess
import sys
import tomllib


def metadata(target):
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", target]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def linked(found, package):
    """Everything that is reached from the package by normal dependencies."""
    nodes = {node["id"]: node for node in found["resolve"]["nodes"]}
    root = next(p["id"] for p in found["packages"] if p["name"] == package)
    reached, waiting = {}, [root]
    while waiting:
        here = waiting.pop()
        if here in reached:
            continue
        normal = [d["pkg"] for d in nodes[here]["deps"] if any(kind["kind"] is None for kind in d["dep_kinds"])]
        reached[here] = sorted(normal)
        waiting += normal
    return root, reached


def component(package, checksums, kind):
    purl = f"pkg:cargo/{package['name']}@{package['version']}"
    part = {"type": kind, "bom-ref": purl, "name": package["name"], "version": package["version"], "purl": purl}
    if package.get("license"):
        # Some crates still part alternatives by a slash.
        part["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    if checksum := checksums.get((package["name"], package["version"])):
        part["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    return part


def main(target, package):
    found = metadata(target)
    with open("Cargo.lock", "rb") as file:
        locked = tomllib.load(file)["package"]
    checksums = {(p["name"], p["version"]): p["checksum"] for p in locked if "checksum" in p}
    packages = {p["id"]: p for p in found["packages"]}
    root, reached = linked(found, package)
    parts = {id: component(packages[id], checksums, "application" if id == root else "library") for id in reached}
    depends = [{"ref": parts[id]["bom-ref"], "dependsOn": [parts[on]["bom-ref"] for on in reached[id]]} for id in reached]
    components = sorted((part for id, part in parts.items() if id != root), key=lambda part: part["bom-ref"])
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": parts[root]},
        "components": components,
        "dependencies": sorted(depends, key=lambda one: one["ref"]),
    }
    json.dump(bom, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main(*sys.argv[1:])
