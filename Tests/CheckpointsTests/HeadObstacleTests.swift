import HRNet
import TestSupport
import Testing

@testable import Checkpoints

/// Layers between a body and its head, tags beside heat maps: no joints, rather than joints that look right.
@Suite("Heads that cannot be computed")
struct HeadObstacleTests {
  /// The body of the fixture is 2 wide and finds three joints.
  private func open(_ change: (inout EditedSafetensors) -> Void) throws -> Checkpoint {
    var file = try EditedSafetensors(Fixture.path("official.safetensors"))
    change(&file)
    return try Fixture.open(file.bytes)
  }

  static let inMMPose = [
    "head.deconv_layers.0.weight", "head.conv_layers.0.weight", "head.mlp_head_x.weight", "head.se.fc1.weight",
    "neck.convs.0.weight", "attention.weight", "backbone.cbam.conv.weight", "backbone.pre_head.0.weight",
    "keypoint_head.deconv_layers.0.weight", "head.final_layer.attention.weight", "head.pre_stage.weight",
  ]

  @Test(
    "MMPose's heads with other layers, however the file is wrapped", arguments: inMMPose,
    ["", "state_dict.", "module."])
  func mmpose(name: String, wrapper: String) throws {
    for head in ["head.", "keypoint_head."] {
      let checkpoint = try open {
        $0.renameForMMPose(head: head)
        $0.add(name, [2, 2, 1, 1])
        $0.rename { wrapper + $0 }
      }
      #expect(checkpoint.headRefusal == .otherLayers([wrapper + name]))
      #expect(checkpoint.architecture.joints == nil)
      #expect(checkpoint.missing.isEmpty)
      #expect(checkpoint.leftOver.contains(wrapper + "\(head)final_layer.weight"))
      #expect(checkpoint.headRefusal?.description.contains(wrapper + name) == true)
    }
  }

  @Test(
    "layers of one's own among the official names",
    arguments: [
      "deconv_layers.0.weight", "mlp_head_x.weight", "attention.fc.weight", "se_head.weight", "nonlocal.theta.weight",
      "head.weight", "refine.0.weight", "pre_stage.0.weight",
    ], ["", "module.", "model.", "state_dict.model."])
  func official(name: String, wrapper: String) throws {
    let checkpoint = try open {
      $0.add(name, [2, 2, 1, 1])
      $0.rename { wrapper + $0 }
    }
    #expect(checkpoint.headRefusal == .otherLayers([wrapper + name]))
    #expect(checkpoint.architecture.joints == nil)
  }

  @Test(
    "what belongs to training, to pictures and to other heads changes nothing",
    arguments: [
      "optimizer.state.0.exp_avg", "ema_stage2.weight", "loss.criterion.weight", "head.loss_module.weight",
      "data_preprocessor.mean", "last_layer.0.weight", "incre_modules.0.0.conv1.weight", "classifier.weight",
      "pixel_mean",
      "aux_head.0.weight", "cls_head.weight", "teacher.conv1.weight", "final_layers.1.weight",
      "decode_head.conv_seg.weight",
    ])
  func harmless(name: String) throws {
    #expect(try open { $0.add(name, [2, 2, 1, 1]) }.architecture.joints == 3)
    let wrapped = try open {
      $0.renameForMMPose()
      $0.add(name, [2, 2, 1, 1])
    }
    #expect(wrapped.architecture.joints == 3)
    #expect(wrapped.leftOver == [name])
  }

  @Test("another copy of the network beside the one in use changes nothing")
  func copies() throws {
    let checkpoint = try open {
      $0.rename { "state_dict.module." + $0 }
      $0.add("best_state_dict.deconv_layers.0.weight", [2])
    }
    #expect(checkpoint.architecture.joints == 3)
  }

  @Test(
    "a layer inside the body refuses the file, and is named",
    arguments: [
      "stage2.0.branches.0.0.se.fc1.weight", "layer1.0.cbam.weight", "stage4.0.fuse_layers.0.1.2.weight",
      "stage2_attention.weight", "transition2.2.1.0.weight", "layer2.0.conv1.weight", "stage5.0.weight", "conv3.weight",
      "stage3.0.branches.0.0.downsample.0.weight", "bn3.weight",
    ])
  func inside(name: String) throws {
    for prefix in ["", "backbone."] {
      let error = #expect(throws: CheckpointError.self) {
        try open {
          if prefix != "" { $0.renameForMMPose() }
          $0.add(prefix + name, [2, 2, 1, 1])
        }
      }
      #expect(error?.description.contains("'\(prefix + name)' belongs to no part of HRNet") == true)
    }
  }

  @Test("tags and offsets beside heat maps", arguments: [6, 9])
  func tags(channels: Int) throws {
    let names = "{\"dataset_name\": \"x\", \"keypoint_id2name\": {\"0\": \"a\", \"1\": \"b\", \"2\": \"c\"}}"
    for head in ["head.", "keypoint_head.", nil] {
      let checkpoint = try open { file in
        file.repeatRows(of: "final_layer.weight", to: channels)
        file.repeatRows(of: "final_layer.bias", to: channels)
        if let head { file.renameForMMPose(head: head) }
        file.metadata["dataset_meta"] = names
      }
      #expect(checkpoint.headRefusal == .otherMaps(channels: channels, joints: 3))
    }
  }

  @Test("COCO's bottom-up networks are told by 34 maps, others by their configuration")
  func bottomUp() throws {
    func open(_ channels: Int, _ cfg: String?) throws -> HeadRefusal? {
      try self.open {
        $0.repeatRows(of: "final_layer.weight", to: channels)
        $0.repeatRows(of: "final_layer.bias", to: channels)
        $0.renameForMMPose(head: "keypoint_head.")
        $0.metadata["cfg"] = cfg
      }.headRefusal
    }
    #expect(try open(34, nil) == .otherMaps(channels: 34, joints: 17))
    #expect(try open(28, nil) == nil)
    #expect(
      try open(28, "model = dict(keypoint_head=dict(type='AESimpleHead'))") == .otherMaps(channels: 28, joints: 14))
    #expect(
      try open(18, "model = dict(head=dict(type='AssociativeEmbeddingHead'))\ndata_cfg=dict(num_joints=17)")
        == .otherMaps(channels: 18, joints: 17))
    // A head made anew, with the old description: another number of joints, but heat maps.
    #expect(try open(5, "data_cfg=dict(num_joints=17)") == nil)
  }
}
