package cache

import toolscache "k8s.io/client-go/tools/cache"

// HasSyncedChecker waits for the registrations of all namespaces. client-go 0.37 wants this method of a
// registration; this controller-runtime was made for 0.34, which does not.
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
