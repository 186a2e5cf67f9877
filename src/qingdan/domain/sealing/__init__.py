"""Reports sealed for their readers: what a host keeps of them it cannot read. Spec: docs/spec/reports.md.

Pure in that it opens no file, socket or database and reads no clock; keys and salts come from the system's generator
for secrets, by way of the one crypto package.
"""
