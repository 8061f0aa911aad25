-- Shuts a replay log: what has an id up to ARGV[1] cannot be appended any more.
-- KEYS[1] the log, ARGV[1] the id, ARGV[2] when a log that was not there expires (ms since 1970).
-- An entry is added and taken out again within this one step, so only the log's last id changes.
local isNew = redis.call('EXISTS', KEYS[1]) == 0
local added = redis.pcall('XADD', KEYS[1], ARGV[1], 'f', '')
if type(added) == 'table' and added.err then
  if string.find(added.err, 'equal or smaller', 1, true) then
    return 0
  end
  return added
end
redis.call('XDEL', KEYS[1], ARGV[1])
if isNew then
  redis.call('PEXPIREAT', KEYS[1], ARGV[2])
end
return 1
