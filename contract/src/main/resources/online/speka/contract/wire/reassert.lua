-- Enters reservations that stand, for a Redis that may have forgotten them. One that is there is
-- left alone, so that several may enter the same. Asks no fund whether it fits: it did.
--
-- KEYS: the tenant's reservations; the funds lie in the same slot
-- ARGV: what the names of funds begin with, then for each reservation: job, and
--       "<cost> <deadline in ms> <funds>"
-- Answer: how many were not there
local entered = 0
for i = 2, #ARGV, 2 do
  if redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1]) == 1 then
    entered = entered + 1
    local cost, funds = string.match(ARGV[i + 1], '^(%d+) %d+(.*)$')
    for fund in string.gmatch(funds, '%S+') do
      redis.call('HINCRBY', ARGV[1] .. fund, 'r', cost)
    end
  end
end
return entered
