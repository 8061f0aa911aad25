-- Corrects what a job was charged by estimate to what it has used, and gives back its places under
-- limits on parallel requests. Does nothing the second time.
--
-- KEYS: the charge; the limits that it names lie in the same slot
-- ARGV: what was used
-- Answer: how many limits were corrected or given back to
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local charges = redis.call('HGETALL', KEYS[1])
redis.call('DEL', KEYS[1])
for i = 1, #charges, 2 do
  local place = string.match(charges[i + 1], '^place (.+)$')
  if place then
    redis.call('ZREM', charges[i], place)
  else
    local amount, period, cost = string.match(charges[i + 1], '^(%d+) (%d+) (%d+)$')
    local back = math.floor((tonumber(cost) - tonumber(ARGV[1])) * period / amount)
    local till = math.max(tonumber(redis.call('GET', charges[i]) or 0), now) - back
    if till > now then
      redis.call('SET', charges[i], string.format('%.0f', till), 'PX', math.ceil((till - now) / 1000))
    else
      redis.call('DEL', charges[i])
    end
  end
end
return #charges / 2
