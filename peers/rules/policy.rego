# The work of the decision benchmark in Rego. The stamps of a geography and lifecycle are looked up, each with the first of
# its buckets and the one after its last.
package peers

stamp := name if {
	some [name, from, to] in data.stamps[input.geo][input.lifecycle]
	input.bucket >= from
	input.bucket < to
}
