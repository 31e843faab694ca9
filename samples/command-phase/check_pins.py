"""Fails when a requirement is not pinned to one version."""
import sys

loose = 0
with open(sys.argv[1], encoding="utf-8") as file:
    for number, line in enumerate(file, start=1):
        requirement = line.split("#")[0].strip()
        if requirement and "==" not in requirement:
            print(f"{sys.argv[1]}:{number}: {requirement} is not pinned; write {requirement}==VERSION")
            loose += 1

print(f"{loose} of the requirements are not pinned")
sys.exit(1 if loose else 0)
