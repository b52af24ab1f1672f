# The work of the decision benchmark in Rego. The stamps of a geography and lifecycle are looked up; the bucket says which of
# the four it is. A rule for each of the 36 stamps, or a search among the four, takes longer.
package peers

stamp := data.stamps[input.geo][input.lifecycle][share]

share := 0 if input.bucket < 500
else := 1 if input.bucket < 800
else := 2 if input.bucket < 950
else := 3
