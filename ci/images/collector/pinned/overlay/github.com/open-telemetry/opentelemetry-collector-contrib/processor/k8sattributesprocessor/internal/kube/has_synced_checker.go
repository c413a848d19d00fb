package kube

import "k8s.io/client-go/tools/cache"

// client-go 0.37 wants HasSyncedChecker of informers and controllers; this processor's stand-ins, which it passes where
// nothing is watched, were made for an older one.

func (*FakeInformer) HasSyncedChecker() cache.DoneChecker   { return synced{} }
func (*FakeController) HasSyncedChecker() cache.DoneChecker { return synced{} }
func (*NoOpInformer) HasSyncedChecker() cache.DoneChecker   { return synced{} }
func (*NoOpController) HasSyncedChecker() cache.DoneChecker { return synced{} }

type synced struct{}

func (synced) Name() string { return "nothing is watched" }

func (synced) Done() <-chan struct{} {
	done := make(chan struct{})
	close(done)
	return done
}
