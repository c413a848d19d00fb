package cache

import toolscache "k8s.io/client-go/tools/cache"

// HasSyncedChecker waits for the registrations of all namespaces. Since client-go 0.36 a registration has this method;
// this controller-runtime is older.
func (h handlerRegistration) HasSyncedChecker() toolscache.DoneChecker {
	all := allSynced(make(chan struct{}))
	go func() {
		defer close(all)
		for _, registration := range h.handles {
			<-registration.HasSyncedChecker().Done()
		}
	}()
	return all
}

type allSynced chan struct{}

func (s allSynced) Name() string          { return "registrations of several namespaces" }
func (s allSynced) Done() <-chan struct{} { return s }
