-- Version 2 of the store.

-- What is parked or held is counted whenever something changes, among a million entries that are neither.
CREATE INDEX entry_by_state ON entry (state) WHERE state <> 0;
