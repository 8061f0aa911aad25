-- Changes what an idempotency key stands for, if it still stands for a certain job.
-- KEYS[1] the key
-- ARGV[1] the job's id, ARGV[2] what the key stands for from now on; absent: it is free
-- Returns 1 if that was done.
local entry = redis.call('GET', KEYS[1])
if not entry or string.sub(entry, 1, #ARGV[1]) ~= ARGV[1] then
  return 0
end
if ARGV[2] then
  redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
else
  redis.call('DEL', KEYS[1])
end
return 1
