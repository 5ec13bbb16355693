// Package backend says what stands behind a provider: the thing that makes and keeps resources.
package backend

import "context"

// Object is a resource's values as encoding/json has them: string, bool, json.Number, []any, map[string]any. Nil is
// null, and unknown as well.
type Object = map[string]any

// Call is one operation on a resource.
type Call struct {
	Type string
	// Prior is what the state holds; nil to create.
	Prior Object
	// Planned is the resource as it should become, or a data source's arguments; nil to read and to delete.
	Planned Object
}

// Backend makes, reads, changes and removes resources. Answers hold all values of the resource.
type Backend interface {
	// Create may return values together with an error: then the resource exists, but is not what it should be.
	Create(context.Context, Call) (Object, error)
	// Read returns nil when the resource is gone.
	Read(context.Context, Call) (Object, error)
	// Update may return values together with an error: what the resource has become.
	Update(context.Context, Call) (Object, error)
	// Delete succeeds also when the resource is gone.
	Delete(context.Context, Call) error
	// Data looks up something that is kept elsewhere.
	Data(context.Context, Call) (Object, error)
}

// Renewer is a backend whose resources grow old.
type Renewer interface {
	// Renewal names the computed value that stays unknown until the planned resource is replaced; "" if it may stay.
	Renewal(kind string, planned Object) (attribute string, err error)
}
