-- Version 3 of the store.

-- What a device said of itself when it synced last; NULL until it did. On the office's laptops the table is what the
-- server told them of all devices.
ALTER TABLE device ADD COLUMN ahead INTEGER;    -- ms that its clock was ahead of the server's
ALTER TABLE device ADD COLUMN entries INTEGER;  -- that it still had to hand over, then
ALTER TABLE device ADD COLUMN files INTEGER;    -- of evidence
ALTER TABLE device ADD COLUMN bytes INTEGER;    -- of these
ALTER TABLE device ADD COLUMN wanted INTEGER;   -- files that its entries name and the server lacks; only on laptops
